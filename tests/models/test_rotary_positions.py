"""Rotations: scores depend on distance alone, and stretching slows the slow pairs."""

import pytest
import torch

from gradatim.models.rotary_positions import RotaryScaling, rotary_table, rotate

BASE, WIDTH = 10_000.0, 8


def score(query, key, at, to):
    """The product of two vectors (D,) that stand at two places."""
    table = rotary_table(torch.tensor([at, to]), WIDTH, BASE)
    pair = rotate(torch.stack((query, key))[None, :, None], *table)[0, :, 0]  # (2, D)
    return pair[0] @ pair[1]


def test_a_score_depends_on_the_distance_only():
    query, key = torch.randn(2, WIDTH, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(score(query, key, 3, 1), score(query, key, 103, 101))
    assert not torch.isclose(score(query, key, 3, 1), score(query, key, 4, 1))


def test_pairs_are_those_of_complex_numbers():
    x = torch.randn(1, 5, 2, WIDTH, generator=torch.Generator().manual_seed(1))
    cosine, sine = rotary_table(torch.arange(5), WIDTH, BASE)
    first, second = x.chunk(2, dim=-1)
    turned = torch.complex(first, second) * torch.complex(cosine, sine)[:, None]
    torch.testing.assert_close(rotate(x, cosine, sine), torch.cat((turned.real, turned.imag), -1))


def test_channels_beyond_the_table_are_not_rotated():
    x = torch.randn(1, 4, 1, WIDTH + 4)
    assert rotate(x, *rotary_table(torch.arange(4), WIDTH, BASE))[..., WIDTH:].equal(x[..., WIDTH:])


@pytest.mark.parametrize("kind", ["linear", "llama3", "yarn"])
def test_stretching_slows_the_slowest_pair_by_the_factor(kind):
    frequency = BASE ** (-torch.arange(0, 64, 2) / 64)
    slow = RotaryScaling(kind=kind, factor=4.0, trained_context=2048).slow(frequency, BASE)
    torch.testing.assert_close(slow[-1], frequency[-1] / 4)
    torch.testing.assert_close(slow[0], frequency[0] / (4 if kind == "linear" else 1))
    assert (slow.diff() < 0).all()


def test_longrope_slows_every_pair_by_its_own_factor():
    scaling = RotaryScaling(kind="longrope", factor=4.0, pairs=(1.0, 2.0, 3.0, 4.0))
    torch.testing.assert_close(
        scaling.slow(torch.ones(4), BASE), torch.tensor([1.0, 1 / 2, 1 / 3, 1 / 4])
    )
