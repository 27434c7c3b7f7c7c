"""The Transformer of 2017: its waves of position and its published sizes."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.language.transformer import Transformer, TransformerConfig, sinusoids


def test_sinusoids_follow_the_formula():
    waves = sinusoids(torch.arange(4), 6)
    for place in range(4):
        for i in range(3):
            angle = torch.tensor(place / 10_000 ** (2 * i / 6))
            torch.testing.assert_close(waves[place, i], angle.sin())
            torch.testing.assert_close(waves[place, 3 + i], angle.cos())


def test_published_sizes():
    with torch.device("meta"):
        base = Transformer(TransformerConfig.base())
    assert round(sum(p.numel() for p in base.parameters()) / 1e6) == 63


def test_an_odd_width_is_refused():
    with pytest.raises(UserError, match="width is 9, which cannot be split into"):
        TransformerConfig(width=9, n_heads=3)
