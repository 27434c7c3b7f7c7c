"""Goals are kept: no endless games, and nothing of the last game."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.players.planner import plan_values
from tests.pyrat.replays import play


@pytest.mark.parametrize(
    ("name", "names", "most"),
    [
        ("walls", ("planner", "planner"), 0),
        ("default", ("planner", "planner"), 0),  # both start on one cell
        ("walls", ("planner-2", "planner"), 0),
    ],
)
def test_planners_do_not_dither(name, names, most):
    pool = MazePool.build(preset(name, turn_cap=300), 20)
    games = play(pool, names, 20, seed=1)
    assert games.state.capped.sum() <= most


def test_a_planner_forgets_its_goal_when_a_new_game_begins():
    pool = MazePool.build(preset("lab"), 1)
    games = Games(pool, 3, seed=1)
    act = player("planner")
    act(games, 0)
    act.commitment.goal[:] = 7
    games.reset()
    before = plan_values(games, 0)
    act(games, 0)
    assert (before[np.arange(3), act.commitment.goal] == before.max(axis=1)).all()
