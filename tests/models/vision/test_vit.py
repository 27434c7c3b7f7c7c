"""ViT: patches as words."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.attention import attention_maps
from gradatim.models.vision.vit import ViT, ViTConfig

SMALL = ViTConfig(
    image_size=8,
    patch_size=4,
    in_channels=2,
    n_classes=3,
    width=16,
    hidden=24,
    n_layers=2,
    n_heads=2,
)


@pytest.mark.parametrize(
    ("config", "parameters"), [(ViTConfig.base(), 86_567_656), (ViTConfig.large(), 304_326_632)]
)
def test_vit_has_the_published_number_of_parameters(config, parameters):
    with torch.device("meta"):
        assert sum(p.numel() for p in ViT(config).parameters()) == parameters


def test_it_scores_classes_row_by_row_and_shows_its_attention():
    model, x = ViT(SMALL), torch.randn(3, 2, 8, 8)
    scores = model(x)
    assert scores.shape == (3, 3)
    torch.testing.assert_close(model(x[1:2])[0], scores[1])
    scores.sum().backward()
    assert all(p.grad.isfinite().all() for p in model.parameters())
    assert [m.shape[2:] for m in attention_maps(model, x).values()] == [(5, 5)] * 2


def test_vit_reads_patches_through_positions():
    model = ViT(SMALL).eval()
    image = torch.randn(1, 2, 8, 8)
    moved = image.roll(4, dims=3)  # the same patches in other places
    assert not torch.allclose(model(image), model(moved), rtol=1e-3, atol=1e-6)
    with torch.no_grad():
        model.position_embedding.zero_()
    torch.testing.assert_close(model(image), model(moved))


def test_images_of_another_size_and_patches_that_do_not_fit_are_refused():
    with pytest.raises(UserError, match=r"shape \(1, 8, 8\) .*: this network takes \(2, 8, 8\)"):
        ViT(SMALL)(torch.zeros(1, 1, 8, 8))
    with pytest.raises(UserError, match="patch_size is 16, which does not divide image_size, 28"):
        ViT(ViTConfig(image_size=28, patch_size=16))
