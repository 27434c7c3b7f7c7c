"""Players by name: repeatable, and a sentence for unknown names."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import MazePool, player, preset
from gradatim.pyrat.registry import PLAYERS
from tests.pyrat.replays import play


@pytest.mark.parametrize("name", PLAYERS)
def test_a_player_is_repeatable_and_answers_with_actions(name):
    small = {"width": 5, "height": 4, "cheese": 3} if name == "exact" else {}  # else not solvable
    pool = MazePool.build(preset("default", turn_cap=40, **small), 5)
    ends = []
    for _ in range(2):
        games = play(pool, (name, "greedy"), 10, seed=5)
        ends.append(games.state.score.copy())
    np.testing.assert_array_equal(*ends)
    actions = player(name)(games, 1)
    assert actions.shape == (10,)
    assert actions.dtype == np.int8
    assert actions.min() >= 0
    assert actions.max() <= 4


def test_unknown_players_are_named():
    with pytest.raises(UserError, match="did you mean 'planner'"):
        player("planer")
