"""Goals that are nearly as good are played out, against an opponent that may be greedy."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.players.rules.near_ties import CLOSE, FIRST_TURN, play_out_near_ties

ROW = 7 * 21  # of an open board of 21 columns
HERE, THERE = ROW + 10, ROW + 17
WEST, EAST_1, EAST_2 = ROW + 7, ROW + 13, ROW + 14


def one_game(turn=FIRST_TURN):
    """One piece three steps to the west, one to the east, and the next nearer to the other."""
    cheese = [WEST, EAST_1, EAST_2]
    games = Games(MazePool.build(preset("course", cheese=3), 1), 1, auto_reset=False)
    games.place(np.zeros(1), np.array([[HERE, THERE]]), np.array([cheese]))
    games.state.turn[:] = turn
    return games


@pytest.mark.parametrize(
    ("turn", "may_be_greedy", "west", "changed"),
    [
        (FIRST_TURN, True, 0.2, True),
        (FIRST_TURN, True, CLOSE + 0.2, False),  # no goal is close to it
        (FIRST_TURN, False, 0.2, False),
        (FIRST_TURN - 1, True, 0.2, False),
    ],
)
def test_the_goal_that_loses_the_game_gets_worse(turn, may_be_greedy, west, changed):
    ratings = np.array([[west, 0.0, -9.0]], np.float32)
    before = ratings.copy()
    play_out_near_ties(one_game(turn), 0, ratings, np.array([may_be_greedy]))
    # After the west the other has both in the east; after the east the west is mine as well.
    assert (ratings[0, 1] >= ratings[0, 0]) == changed
    assert (ratings == before).all() == (not changed)
    assert ratings[0, 2] == -9.0  # it was not close


def test_other_games_and_eaten_cheese_stay_as_they_are():
    pool = MazePool.build(preset("walls"), 4)
    games, greedy = Games(pool, 8, seed=3, auto_reset=False), player("greedy")
    for _ in range(FIRST_TURN + 6):
        games.step(np.stack([greedy(games, 0), greedy(games, 1)], axis=1))
    ratings = np.where(games.state.present, 0.0, -np.inf).astype(np.float32)
    before, chosen = ratings.copy(), np.arange(8) % 2 == 0
    play_out_near_ties(games, 1, ratings, chosen)
    assert (ratings[~chosen] == before[~chosen]).all()
    assert (ratings[chosen].max(1) == 0).all()  # the best of what was played out
    assert (ratings[chosen] < before[chosen]).any()
    assert not np.isnan(ratings).any()
