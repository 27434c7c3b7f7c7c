"""Moving digits: they move as said, one frame says nothing of the direction, batches repeat."""

import pytest
import torch

from gradatim.data import load
from gradatim.data.multimodal.moving_digits import (
    DIRECTIONS,
    IMAGE_SIZE,
    NAMES,
    SPEED,
    ClipBatches,
    clips_of,
    move,
)


@pytest.mark.parametrize("direction", range(8), ids=NAMES)
def test_digit_moves_in_its_direction_and_comes_back_around_the_edge(direction):
    digit = torch.zeros(1, 4, 4, dtype=torch.uint8)
    digit[0, 0, 0] = 255
    clip = move(digit, torch.tensor([direction]), torch.tensor([[0, 31]]), 20)[0]
    down, right = DIRECTIONS[direction]
    for time, frame in enumerate(clip):
        y, x = (SPEED * time * down) % IMAGE_SIZE, (31 + SPEED * time * right) % IMAGE_SIZE
        assert frame.nonzero().tolist() == [[y, x]]


def test_directions_are_equally_frequent_and_independent_of_the_place():
    digits = load("digits", "train", size=14)
    clips, labels, directions = clips_of(digits, 3, seed=0)
    assert clips.shape == (1437, 3, IMAGE_SIZE, IMAGE_SIZE)
    assert torch.equal(labels, digits.labels)
    counts = directions.bincount()
    assert counts.max() - counts.min() <= 1


def test_batches_continue_where_they_were():
    digits = load("digits", "train", size=14)
    make = lambda: ClipBatches(  # noqa: E731
        digits, 3, batch_size=50, seed=1, device=torch.device("cpu")
    )
    first = make()
    before = next(first)
    second = make()
    second.load_state_dict(first.state_dict())
    now = next(first)
    assert all(torch.equal(a, b) for a, b in zip(now, next(second), strict=True))
    assert not torch.equal(before[0], now[0])
