"""Two players that walk side by side part, by a random tie-break.

Two copies of a player on one cell see the same, choose the same and would walk together to the end
(measured on `tournament`: 200 of 200 games of a network, 2 of 8 of a search, after 530 turns). So
after some turns as twins each breaks the tie at random: with probability 1/2 it goes on, else it
takes another way. At first only where another goal is nearly as good: whoever starts beside another
kind of player has nothing to break, and would lose by it (measured on `default` against `greedy`:
89 % of 300 games won instead of 96 % if any other goal is taken after three turns).

Shapes: N games, K slots of cheese.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games, random_below
from gradatim.pyrat.players.base import lowest_action, random_streams
from gradatim.pyrat.players.goal_commitment import NEVER, PATIENCE, Commitment

EARLY_TURNS = 3  # side by side at equal scores, before a random tie-break between close goals
TWIN_TURNS = 20  # before one between any goals
CLOSE = 1.0  # difference of ratings: a goal that is a third as likely as the best is close


class TwinBreaker:
    """How long a player has been a twin in each of n games; the seed is of its tie-breaks."""

    def __init__(self, n: int, seed: int):
        self.turns, self.random = np.zeros(n, np.int16), random_streams(seed, n)

    def separate(
        self, games: Games, side: int, ratings: np.ndarray, commitment: Commitment
    ) -> None:
        """Where two have walked together for long, change the goal with probability 1/2.

        Args:
            ratings: (N, K) how good each slot is as a goal, as the logarithm of a probability up to
                a constant; `NEVER` where it is none.
            commitment: whose goals are changed in place.
        """
        state, (goal, cheese_left, changes) = games.state, commitment
        twins = (state.position[:, 0] == state.position[:, 1]) & (state.turn > 0)
        twins &= (state.mud_left[:, 0] == state.mud_left[:, 1]) & ~(state.over | state.capped)
        twins &= state.score[:, 0] == state.score[:, 1]
        self.turns = np.where(twins, self.turns + 1, 0).astype(np.int16)
        free = state.mud_left[:, side] == 0
        early = (self.turns > 0) & (self.turns % EARLY_TURNS == 0)
        for g in np.flatnonzero(free & (early | (self.turns >= TWIN_TURNS))):
            least = NEVER if self.turns[g] >= TWIN_TURNS else ratings[g].max() - CLOSE
            self.turns[g] %= TWIN_TURNS
            if random_below(self.random, g, 2) == 0:
                continue
            ways = games.pool.mazes.first_moves[state.maze[g], state.position[g, side]]  # (C,)
            steps = np.array([lowest_action(ways[max(slot, 0)]) for slot in state.slots[g]])
            current = goal[g]
            has_goal = current >= 0 and state.present[g, current]
            wanted = current if has_goal else ratings[g].argmax()
            others = np.where((steps == steps[wanted]) | ~state.present[g], NEVER, ratings[g])
            if others.max() > least:
                # Its patience is spent at once, or it would turn back on the next turn.
                goal[g], changes[g] = others.argmax(), PATIENCE
                cheese_left[g] = state.cheese_left[g]
