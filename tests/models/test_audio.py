"""The audio Transformer: patches of a spectrogram as words."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.attention import attention_maps
from gradatim.models.audio import AudioConfig, AudioTransformer

SMALL = AudioConfig(
    n_bands=8, n_frames=12, patch_bands=4, patch_frames=3, n_classes=3, width=16, n_layers=2
)


def test_it_scores_classes_row_by_row_and_shows_its_attention():
    model, x = AudioTransformer(SMALL), torch.randn(3, 8, 12)
    scores = model(x)
    assert scores.shape == (3, 3)
    torch.testing.assert_close(model(x[1:2])[0], scores[1])
    scores.sum().backward()
    assert all(p.grad.isfinite().all() for p in model.parameters())
    assert [m.shape[2:] for m in attention_maps(model, x).values()] == [(8, 8)] * 2


def test_spectrograms_of_another_size_and_patches_that_do_not_fit_are_refused():
    with pytest.raises(UserError, match=r"shape \(8, 11\) .*: this network takes \(8, 12\)"):
        AudioTransformer(SMALL)(torch.zeros(1, 8, 11))
    with pytest.raises(UserError, match="patch_frames is 4, which does not divide n_frames, 63"):
        AudioConfig(n_frames=63)
