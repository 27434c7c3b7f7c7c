"""Copies of training images are found, new images are not taken for copies."""

import torch

from gradatim.insight.nearest_image import near_copies, nearest_images


def test_nearest_image_is_found_across_parts(monkeypatch):
    monkeypatch.setattr("gradatim.insight.nearest_image.PART", 7)
    known = torch.randint(0, 256, (30, 1, 4, 4), dtype=torch.uint8)
    drawn = known[[3, 20]].float() / 255 + 0.01
    found = nearest_images(drawn, known)
    assert torch.equal((found.images * 255).round().byte(), known[[3, 20]])
    assert torch.allclose(found.distances, torch.full((2,), 0.04), atol=1e-4)


def test_copies_are_counted_and_new_images_are_not():
    def new(n):
        return torch.randint(0, 256, (n, 1, 4, 4), dtype=torch.uint8)

    known, real = new(200), new(100).float() / 255
    copies = known[:50].float() / 255
    assert near_copies(copies, real, known) == 1.0
    assert near_copies(torch.cat((copies, new(50) / 255)), real, known) < 0.6
