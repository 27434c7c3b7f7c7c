"""Who has lost the race to a cheese goes for another."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.game.maze import ACTIONS
from gradatim.pyrat.players.goal_commitment import new_commitment
from gradatim.pyrat.players.rules.lost_races import LONG, LostRaces

ROW = 7 * 21  # of an open board of 21 columns
EAST = ACTIONS.index("east")


FAR, NEAR, BESIDE = ROW + 20, 3, 20  # cells of cheese; NEAR is the nearest to the other at first


@pytest.mark.parametrize(
    ("column", "their_score", "cheese", "lost"),
    [
        (1, 0, [FAR, NEAR], True),  # one step behind
        (2, 0, [FAR, NEAR], False),  # beside it: half a piece for each
        (2, 1, [FAR, NEAR], True),  # beside it, and trailing
        (3, 1, [FAR, NEAR], False),  # ahead
        (1, 0, [FAR], False),  # there is no other cheese
        (1, 0, [FAR, BESIDE], False),  # the other walks to the nearest: it may be greedy
    ],
)
def test_a_cheese_is_given_up_where_the_other_walks_ahead_for_long(
    column, their_score, cheese, lost
):
    n_cheese = len(cheese)
    games = Games(MazePool.build(preset("course", cheese=n_cheese), 1), 1, auto_reset=False)
    games.place(np.zeros(1), np.array([[ROW + column, ROW + 2]]), np.array([cheese]))
    games.state.score[0, 1] = their_score
    races, commitment = LostRaces(1, n_cheese), new_commitment(1)
    for turn in range(LONG + 1):
        commitment.goal[:] = 0
        ratings = np.zeros((1, n_cheese), np.float32)
        races.leave(games, 0, ratings, commitment)
        assert (commitment.goal[0] == -1) == (ratings[0, 0] < 0) == (lost and turn == LONG)
        games.step(np.full((1, 2), EAST))
