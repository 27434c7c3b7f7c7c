"""ViT and the audio Transformer: patches as words."""

import pytest
import torch

from gradatim.models.attention import attention_maps
from gradatim.models.audio import AudioConfig, AudioTransformer
from gradatim.models.vision.vit import ViT, ViTConfig

SMALL_VIT = ViTConfig(
    image_size=8,
    patch_size=4,
    in_channels=2,
    n_classes=3,
    width=16,
    hidden=24,
    n_layers=2,
    n_heads=2,
)
SMALL_AUDIO = AudioConfig(
    n_bands=8, n_frames=12, patch_bands=4, patch_frames=3, n_classes=3, width=16, n_layers=2
)


@pytest.mark.parametrize(
    ("config", "parameters"), [(ViTConfig.base(), 86_567_656), (ViTConfig.large(), 304_326_632)]
)
def test_vit_has_the_published_number_of_parameters(config, parameters):
    with torch.device("meta"):
        assert sum(p.numel() for p in ViT(config).parameters()) == parameters


@pytest.mark.parametrize(
    ("model", "shape", "n_words"),
    [(ViT(SMALL_VIT), (3, 2, 8, 8), 5), (AudioTransformer(SMALL_AUDIO), (3, 8, 12), 8)],
)
def test_encoders_score_classes_batch_row_by_row_and_show_their_attention(model, shape, n_words):
    x = torch.randn(shape)
    scores = model(x)
    assert scores.shape == (3, 3)
    torch.testing.assert_close(model(x[1:2])[0], scores[1])
    scores.sum().backward()
    assert all(p.grad.isfinite().all() for p in model.parameters())
    maps = attention_maps(model, x)
    assert [m.shape[2:] for m in maps.values()] == [(n_words, n_words)] * 2


def test_vit_reads_patches_through_positions():
    model = ViT(SMALL_VIT).eval()
    image = torch.randn(1, 2, 8, 8)
    moved = image.roll(4, dims=3)  # the same patches in other places
    assert not torch.allclose(model(image), model(moved), rtol=1e-3, atol=1e-6)
    with torch.no_grad():
        model.position_embedding.zero_()
    torch.testing.assert_close(model(image), model(moved))


def test_wrong_sizes_are_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r"shape \(1, 8, 8\) .*: this network takes \(2, 8, 8\)"):
        ViT(SMALL_VIT)(torch.zeros(1, 1, 8, 8))
    with pytest.raises(ValueError, match=r"shape \(8, 11\) .*: this network takes \(8, 12\)"):
        AudioTransformer(SMALL_AUDIO)(torch.zeros(1, 8, 11))
    with pytest.raises(ValueError, match="patch_size is 16, which does not divide image_size, 28"):
        ViTConfig(image_size=28, patch_size=16)
    with pytest.raises(ValueError, match="patch_frames is 4, which does not divide n_frames, 63"):
        AudioConfig(n_frames=63)
