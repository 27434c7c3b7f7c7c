import pytest
import torch

from gradatim.errors import UserError
from gradatim.insight.corruptions import CORRUPTIONS, SEVERITIES, corrupt


@pytest.mark.parametrize("name", CORRUPTIONS)
@pytest.mark.parametrize("shape", [(4, 1, 28, 28), (4, 3, 32, 32), (2, 1, 8, 8)])
def test_corruptions_keep_shape_and_range_and_grow(name, shape):
    pixels = torch.rand(shape)
    changes = []
    for severity in SEVERITIES:
        changed = corrupt(pixels, name, severity)
        assert changed.shape == pixels.shape
        assert changed.min() >= -1e-6
        assert changed.max() <= 1 + 1e-6
        changes.append((changed - pixels).abs().mean().item())
    assert changes[0] > 0
    if name in ("noise", "blur", "contrast"):
        assert changes == sorted(changes)


def test_the_same_seed_gives_the_same_corruption():
    pixels = torch.rand(4, 1, 28, 28)
    for name in CORRUPTIONS:
        assert torch.equal(corrupt(pixels, name, 3, seed=7), corrupt(pixels, name, 3, seed=7))


def test_shift_moves_the_picture_by_so_many_pixels():
    pixels = torch.zeros(8, 1, 28, 28)
    pixels[..., 14, 14] = 1
    places = corrupt(pixels, "shift", 3)[:, 0].flatten(1).argmax(1)
    assert {(p // 28 - 14, p % 28 - 14) for p in places.tolist()} <= {
        (3, 3), (3, -3), (-3, 3), (-3, -3),
    }  # fmt: skip


def test_contrast_keeps_the_mean():
    pixels = torch.rand(3, 1, 28, 28)
    torch.testing.assert_close(corrupt(pixels, "contrast", 4).mean(), pixels.mean())


def test_severity_zero_changes_nothing_and_others_are_refused():
    pixels = torch.rand(1, 1, 8, 8)
    assert corrupt(pixels, "noise", 0) is pixels
    with pytest.raises(UserError, match="severity is 6: give 0"):
        corrupt(pixels, "noise", 6)
    with pytest.raises(UserError, match="did you mean 'noise'"):
        corrupt(pixels, "noize", 1)
