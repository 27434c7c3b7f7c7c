"""Two digits bounce off the walls, are never cut, and batches repeat."""

import pytest
import torch

from gradatim.data import load
from gradatim.data.multimodal.bouncing_digits import (
    BouncingBatches,
    bounce,
    draw_clips,
    reflect,
)
from gradatim.data.sampler import torch_generator


def test_places_are_reflected_at_both_ends():
    places = torch.tensor([0.0, 3.0, 5.0, 6.0, 10.0, 11.0, -1.0])
    assert reflect(places, 5).tolist() == [0, 3, 5, 4, 0, 1, 1]
    assert reflect(places, 0).tolist() == [0] * 7


def test_digit_goes_straight_and_turns_at_the_wall():
    digit = torch.full((1, 1, 2, 2), 9, dtype=torch.uint8)
    starts, steps = torch.tensor([[[0.0, 4.0]]]), torch.tensor([[[2.0, -3.0]]])
    clip = bounce(digit, starts, steps, 6, 8)[0]
    corners = [frame.nonzero().amin(0).tolist() for frame in clip]
    assert corners == [[0, 4], [2, 1], [4, 2], [6, 5], [4, 4], [2, 1]]
    assert ((clip == 9).sum((1, 2)) == 4).all()  # whole on every frame


@pytest.mark.parametrize("side", [32, 64])
def test_digits_are_whole_and_move_at_the_speeds_of_the_size(side):
    digits = load("digits", "train", size=14 * side // 32)
    clips = draw_clips(digits, torch.arange(100), 20, side, torch_generator(0))
    assert clips.shape == (100, 20, side, side)
    light = clips.float().sum((2, 3))
    assert light.amax(1).div(light.amin(1)).lt(2.2).all()  # less only where the two overlap
    assert (clips[:, 1:] != clips[:, :-1]).flatten(2).any(2).float().mean() > 0.95


def test_batches_continue_where_they_were():
    digits = load("digits", "train", size=14)
    make = lambda: BouncingBatches(  # noqa: E731
        digits, 4, 32, batch_size=50, seed=1, device=torch.device("cpu")
    )
    first, second = make(), make()
    before = next(first)
    second.load_state_dict(first.state_dict())
    now = next(first)
    assert torch.equal(now, next(second))
    assert not torch.equal(before, now)
