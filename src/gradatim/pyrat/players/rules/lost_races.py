"""Leave a race that is lost: a cheese that the opponent walks to and reaches first.

Two equal players a few turns apart see nearly the same and choose the same. Then one walks behind
the other from piece to piece, through a game that is long and that it cannot win (measured on
`tournament`: 31 of 200 games of the champion against itself took more than 300 turns, and 3 of 200
others with this rule). So a player gives up what the other has approached for `LONG` turns in a row
and reaches first. Where it trails, the same time is too late as well: half a piece each is of no
use to it.

An opponent that has only ever walked to the nearest cheese may be greedy: a network foresees each
of its pieces, and knows better which races to run (measured on `tournament` against `greedy`: 98 %
of 400 games won where it leaves these races too, 99.8 % where it does not).

Shapes: N games, K slots of cheese, R games in which an opponent that is not greedy
has walked one way for long.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.players.goal_commitment import PATIENCE, Commitment
from gradatim.pyrat.players.opponent_intent import NOT_GREEDY, new_trace, update_trace

LONG = 10  # turns in a row that brought the opponent nearer
LOST = 30.0  # taken from the rating of such a cheese: every other is better


class LostRaces:
    """What a player has seen of its opponent's ways in each of n games."""

    def __init__(self, n: int, n_slots: int):
        self.trace = new_trace(n, n_slots)

    def leave(self, games: Games, side: int, ratings: np.ndarray, commitment: Commitment) -> None:
        """Look at the games, once per turn, and give up cheeses while others are left.

        Args:
            ratings: (N, K) how good each slot is as a goal, as the logarithm of a probability up to
                a constant; changed in place.
            commitment: goals that are lost are dropped in place.
        """
        update_trace(games, side, self.trace)
        state, (goal, cheese_left, changes) = games.state, commitment
        free = (state.mud_left[:, side] == 0) & ~(state.over | state.capped)
        free &= self.trace.odd_turns >= NOT_GREEDY
        rows = np.flatnonzero(free & (self.trace.approach >= LONG).any(1))
        if not len(rows):
            return
        here = state.position[rows, side]
        cells = np.maximum(state.slots[rows], 0)  # (R, K)
        times = games.pool.mazes.travel[state.maze[rows][:, None], here[:, None], cells]
        trails = state.score[rows, side] < state.score[rows, 1 - side]
        lost = (self.trace.approach[rows] >= LONG) & state.present[rows]
        lost &= self.trace.time[rows] < times + trails[:, None]
        lost &= (state.present[rows] & ~lost).any(1)[:, None]  # (R, K)
        ratings[rows] -= LOST * lost
        held = np.maximum(goal[rows], 0)
        dropped = rows[(goal[rows] >= 0) & lost[np.arange(len(rows)), held]]
        # Its patience is spent at once, or it would turn back on the next turn.
        goal[dropped], changes[dropped] = -1, PATIENCE
        cheese_left[dropped] = state.cheese_left[dropped]
