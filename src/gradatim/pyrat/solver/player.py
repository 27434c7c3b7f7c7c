"""The exact player: it solves its board before the first turn and plays an optimal strategy.

Where several actions are optimal it takes the one that gets most from an opponent that plays at
random: an optimal strategy promises the value, and not that errors of the other are punished.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.solver.solution import Decision, Solution, solve

SAME = 1e-9  # difference of values that are equal
NEARLY = 1e-5  # the same, without the preference for a short game that `CUT` gives


def strategy(decision: Decision, side: int) -> np.ndarray:
    """The probabilities of one player's choices, (R,) or (K,): optimal, and good against errors."""
    payoffs = decision.payoffs if side == 0 else 1 - decision.payoffs.T
    value = decision.value if side == 0 else 1 - decision.value
    promised = payoffs.min(axis=1)
    if promised.max() < value - SAME:
        mixed = decision.strategies[side]
        return mixed / mixed.sum()
    # A winner takes the shortest way; who is not winning has time to wait for an error.
    same = SAME if value > 0.5 + NEARLY else NEARLY
    best = np.flatnonzero(promised >= promised.max() - same)
    chosen = np.zeros(len(promised))
    chosen[best[payoffs[best].mean(axis=1).argmax()]] = 1.0
    return chosen


class ExactPlayer:
    """Plays boards that `solve` can solve.

    Args:
        seed: of the choices at random.
        solutions: of the games that it will be given, where they are known; else it solves them.
    """

    def __init__(self, seed: int = 0, solutions: list[Solution] | None = None):
        self.name, self.random = "exact", np.random.default_rng(seed)
        self.given = solutions
        self.solutions: list[Solution] = []

    def __call__(self, games: Games, side: int) -> np.ndarray:
        """The action of player `side` in every game, (N,) int8.

        Raises:
            UserError: a board that is too large to be solved.
        """
        if len(self.solutions) != games.n:
            self.solutions = self.given or [solution_of(games, g) for g in range(games.n)]
        actions = np.zeros(games.n, np.int8)
        for g in range(games.n):
            if games.state.over[g] or games.state.capped[g]:
                continue
            if games.state.turn[g] == 0 and self.given is None:
                self._renew(games, g)
            actions[g] = self.act(self.solutions[g], games, g, side)
        return actions

    def _renew(self, games: Games, g: int) -> None:
        """Solve again where a game was replaced by one on another board."""
        known, maze = self.solutions[g], games.pool.maze(int(games.state.maze[g]))
        same = known.cheese == _cheese(games, g) and np.array_equal(known.maze.costs, maze.costs)
        if not (same and np.array_equal(known.maze.links, maze.links)):
            self.solutions[g] = solution_of(games, g)

    def act(self, solution: Solution, games: Games, g: int, side: int) -> int:
        """The action in one game."""
        decision = solution.decision(solution.situation(games, g))
        chances = strategy(decision, side)
        return decision.actions[side][self.random.choice(len(chances), p=chances)]


def _cheese(games: Games, g: int) -> list[int]:
    return games.state.slots[g][games.state.present[g]].tolist()


def solution_of(games: Games, g: int = 0) -> Solution:
    """Solve the board of one game with the pieces that are left."""
    lead = round(float(games.state.score[g, 0] - games.state.score[g, 1]))
    return solve(games.pool.maze(int(games.state.maze[g])), _cheese(games, g), lead=lead)
