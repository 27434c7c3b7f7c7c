"""Players by name: repeatable, and a sentence for unknown names."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import Games, MazePool, player, preset
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


@pytest.mark.parametrize("name", ["planner", "planner-2", "champion", "search-1", "search"])
def test_a_player_can_go_on_to_another_board(name):
    """As many games, but more cells, then more cheese: what it remembers is of the old size."""
    used = player(name)
    for width, cheese in ((4, 2), (7, 2), (7, 5)):
        kind = preset("course", width=width, height=3, cheese=cheese, turn_cap=6)
        games = Games(MazePool.build(kind, 3), 3, seed=1, auto_reset=False)
        fresh, other = player(name), player("greedy-first")
        while not (games.state.over | games.state.capped).all():
            actions = used(games, 0)
            np.testing.assert_array_equal(actions, fresh(games, 0))
            games.step(np.stack([actions, other(games, 1)], axis=1))


def test_unknown_players_are_named():
    with pytest.raises(UserError, match="did you mean 'planner'"):
        player("planer")
