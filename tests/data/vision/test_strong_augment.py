"""Strong augmentation: images moved and recolored, and whether colors tell classes apart."""

import torch

from gradatim.data.vision.strong_augment import move, recolor


def test_moved_image_is_where_it_was_told_to_be():
    images = torch.zeros(1, 1, 32, 32)
    images[0, 0, 15:17, 15:17] = 1.0
    still = (torch.zeros(1), torch.ones(1), torch.zeros(1, 2), torch.zeros(1))
    assert torch.allclose(move(images, *still), images, atol=1e-5)
    aside = move(images, torch.zeros(1), torch.ones(1), torch.tensor([[0.5, 0.25]]), torch.zeros(1))
    row, column = divmod(int(aside.flatten().argmax()), 32)
    assert (row, column) in {(19, 23), (20, 24), (19, 24), (20, 23)}


def test_recolor_keeps_shape_and_range():
    images = torch.rand(50, 3, 8, 8)
    chance, order = torch.rand(50, 3), torch.rand(50, 3).argsort(1)
    same = recolor(images, chance, order, torch.zeros(50, 3), 0.0)
    assert torch.equal(same, images)
    other = recolor(images, chance, order, torch.zeros(50, 3), 1.0)
    assert other.min() >= 0
    assert other.max() <= 1
    assert (other != images).any()
