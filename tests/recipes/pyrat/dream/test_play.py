"""Games that a world model learns from: their state, and mud that is too deep."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.pyrat.game.presets import preset
from gradatim.recipes.pyrat.dream.play import LEARNED, TurnBatches


def test_play_goes_on_from_its_state():
    one, other = (TurnBatches(LEARNED, 4, batch_size=6, seed=5) for _ in range(2))
    for _ in range(7):
        next(one)
    state = one.state_dict()
    expected = next(one)
    other.load_state_dict(state)
    for mine, theirs in zip(next(other), expected, strict=True):
        for a, b in zip(mine, theirs, strict=True):
            assert torch.equal(a, b)


def test_mud_deeper_than_the_model_knows_is_said():
    with pytest.raises(UserError, match="takes 12 turns"):
        TurnBatches(preset("default", mud_range=(12, 12)), 2, batch_size=2, seed=0)
