"""Weights in 8 and 4 bits: how far they move, how small they get, and that they come back."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.quantization import (
    is_packed,
    pack,
    pack_nibbles,
    unpack,
    unpack_nibbles,
)


def state() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return {
        "a.weight": torch.randn(24, 64, generator=generator),
        "a.bias": torch.randn(24, generator=generator),
        "odd.weight": torch.randn(3, 7, generator=generator),
        "norm.scale": torch.ones(8),
    }


@pytest.mark.parametrize(("bits", "group"), [(8, None), (8, 16), (4, None), (4, 16)])
def test_no_weight_moves_by_more_than_half_a_step(bits: int, group: int | None) -> None:
    before = state()
    packed = pack(before, bits, group)
    after = unpack(packed)
    assert list(after) == list(before)
    assert is_packed(packed)
    steps = before["a.weight"].unflatten(1, (-1, group or 64)).abs().amax(2) / (2 ** (bits - 1) - 1)
    moved = (after["a.weight"] - before["a.weight"]).abs().unflatten(1, (-1, group or 64)).amax(2)
    assert (moved <= 0.51 * steps).all()  # the scale itself is rounded to half precision
    for name in ("a.bias", "norm.scale"):
        assert torch.equal(after[name], before[name])


def test_packing_what_was_packed_changes_nothing_more() -> None:
    once = unpack(pack(state(), 8))
    again = unpack(pack(once, 8))
    torch.testing.assert_close(again["a.weight"], once["a.weight"], rtol=2e-3, atol=0)


def test_bytes_of_a_matrix() -> None:
    def n_bytes(bits: int, group: int | None) -> int:
        packed = pack({"w": torch.randn(256, 256)}, bits, group)
        return sum(t.numel() * t.element_size() for t in packed.values())

    assert n_bytes(8, None) / (4 * 256 * 256) < 0.26
    assert n_bytes(4, 16) / (4 * 256 * 256) < 0.16


def test_every_level_of_four_bits_comes_back() -> None:
    levels = torch.arange(-7, 8).repeat(2).to(torch.int8).view(1, 30)
    assert torch.equal(unpack_nibbles(pack_nibbles(levels)), levels)


def test_a_matrix_of_zeros_comes_back_as_zeros() -> None:
    zeros = {"w": torch.zeros(4, 8)}
    assert torch.equal(unpack(pack(zeros, 4, 4))["w"], zeros["w"])


def test_other_numbers_of_bits_are_refused() -> None:
    with pytest.raises(UserError, match="bits is 3: give 8 or 4"):
        pack(state(), 3)
