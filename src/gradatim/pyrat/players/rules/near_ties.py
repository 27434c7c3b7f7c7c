"""Decide between goals that are nearly as good by playing them out against a greedy opponent.

Where a network rates two goals nearly alike, it is often wrong. As long as the opponent may be
greedy both can be played out, in microseconds: I walk there, then to one cheese near it, then both
are greedy to the end (`planner`). Measured against `greedy` on 384 games each (seed 604): wins on
`course` 94.8 to 96.9 %, `walls` 94.5 to 98.7 %, `default` 91.1 to 97.1 %, and against `planner` no
difference. Only goals that the network likes: with all of them, and the lead alone to decide,
it is worse than before on `course`.

Shapes: N games, K slots of cheese.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.players.goal_commitment import NEVER
from gradatim.pyrat.players.planner import plan_values

CLOSE = 2.5  # difference of ratings: a goal that is a twelfth as likely as the best is played out
WEIGHT = 1.0  # of a piece of cheese in the final lead
SECOND_GOALS = 7  # cheeses near a goal, each of which is tried as the next
FIRST_TURN = 8  # before it nearly every opponent may be greedy


def play_out_near_ties(
    games: Games, side: int, ratings: np.ndarray, may_be_greedy: np.ndarray
) -> None:
    """Take the final lead that is lost by a goal from its rating, where several are close.

    Args:
        ratings: (N, K) how good each slot is as a goal, as the logarithm of a probability up to a
            constant, -inf where it is none; changed in place.
        may_be_greedy: (N,) bool, games in which I choose and the opponent has only ever walked to
            the nearest cheese.
    """
    close = ratings > ratings.max(1, keepdims=True) - CLOSE
    active = may_be_greedy & (games.state.turn >= FIRST_TURN) & (close.sum(1) > 1)
    if not active.any():
        return
    leads = plan_values(games, side, n_second=SECOND_GOALS, active=active, tried=close)
    played = leads > NEVER  # (N, K)
    behind = leads.max(1, keepdims=True) - np.where(played, leads, 0)
    ratings -= np.where(played, WEIGHT * behind, 0)
