"""Endings played exactly: where few situations are left, the solver corrects what a search chose.

The action that the search chose is kept while it is sure of the game's exact value, whatever the
opponent does: among such actions the search knows better which one uses an opponent's weakness, and
it does not dither. Otherwise an action is drawn from the optimal strategy, which may be random.

Shapes: N games.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games, random_below
from gradatim.pyrat.players.base import random_streams
from gradatim.pyrat.solver.solution import Solution, n_states, solve

SECONDS_PER_STATE = 3e-7  # of the solver, measured on one core
DRAWS = 2**30  # that a probability is rounded to
SLACK = 1e-3  # of a value that counts as the same; the solver's own errors are below 3e-4


class Endings:
    """The solved endings of n games.

    Args:
        n: games.
        seconds: time that solving one ending may take, once per game.
        seed: of random strategies.
    """

    def __init__(self, n: int, seconds: float, seed: int):
        self.most_states = seconds / SECONDS_PER_STATE
        self.random = random_streams(seed, n)
        # By game: its solved ending, and turn and cheese left when that was last asked for. Both
        # follow from the game, so a resumed run finds them again.
        self.solved: dict[int, Solution | None] = {}
        self.asked: dict[int, tuple[int, int]] = {}

    def _solution(self, games: Games, g: int) -> Solution | None:
        """The solved ending of a game, if it is small enough."""
        state = games.state
        left, turn = int(state.cheese_left[g]), int(state.turn[g])
        last_turn, last_left = self.asked.get(g, (0, 0))
        self.asked[g] = turn, left
        # Turns only grow and cheese only shrinks within a game.
        if turn <= last_turn or left > last_left:
            self.solved[g], last_left = None, 0  # a new game
        if self.solved.get(g) is None and left != last_left:
            n_cells = int(games.pool.mazes.n_cells[state.maze[g]])
            # A quick upper bound first: both places and every set of cheese that is left.
            if n_cells**2 * (2.0**left - 1) <= self.most_states:
                maze = games.pool.maze(int(state.maze[g]))
                lead = round(float(state.score[g, 0] - state.score[g, 1]))
                if n_states(maze, left, lead) <= self.most_states:
                    self.solved[g] = solve(maze, state.slots[g, state.present[g]], lead=lead)
        return self.solved.get(g)

    def correct(self, games: Games, side: int, actions: np.ndarray) -> None:
        """Replace actions (N,) that give away something of an exact value, in place."""
        state = games.state
        going = (state.mud_left[:, side] == 0) & ~(state.over | state.capped)
        few = state.cheese_left <= np.log2(self.most_states)
        for g in np.flatnonzero(going & few):
            solution = self._solution(games, int(g))
            if solution is not None:
                actions[g] = self._corrected(solution, games, int(g), side, int(actions[g]))

    def _corrected(self, solution: Solution, games: Games, g: int, side: int, action: int) -> int:
        best = solution.decision(solution.situation(games, g))
        # The Python's view: its payoff is what the rat's lacks, and it chooses the column.
        payoffs = best.payoffs if side == 0 else 1 - best.payoffs.T  # (mine, theirs)
        value = best.value if side == 0 else 1 - best.value
        own = best.actions[side]
        if action in own and payoffs[own.index(action)].min() >= value - SLACK:
            return action
        # The linear program leaves probabilities a little below 0.
        strategy = np.maximum(best.strategies[side], 0)
        drawn = random_below(self.random, g, DRAWS) / DRAWS * strategy.sum()
        return own[min(int(np.searchsorted(strategy.cumsum(), drawn, "right")), len(own) - 1)]
