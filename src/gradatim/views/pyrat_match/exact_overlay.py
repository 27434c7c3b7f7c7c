"""The exact value of each move: the solution of what is left of a game.

A whole board is rarely small enough, but its ending is: the overlay appears once few pieces lie.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.solver.player import strategy
from gradatim.pyrat.solver.solution import Solution, n_states

MOST_STATES = 4_000_000  # about a second: a visitor waits for it


class ExactOverlay(NamedTuple):
    """The matrix game of this turn, seen from one side."""

    value: float  # expected result if both play on exactly: 1 won, 1/2 drawn, 0 lost
    moves: np.ndarray  # (5,) float32, the same after each action; NaN where there is none
    chances: np.ndarray  # (5,) float32, how likely exact play chooses it


def solvable_pieces(games: Games) -> int:
    """How many pieces the first game's maze may hold to be solved while a visitor waits."""
    maze = games.pool.maze(int(games.state.maze[0]))
    n_left = int(games.state.cheese_left[0])
    fitting = (n for n in range(1, n_left + 1) if n_states(maze, n) <= MOST_STATES)
    return max(fitting, default=0)


def covers(solution: Solution | None, games: Games) -> bool:
    """Whether a solution holds the present situation of the first game."""
    if solution is None:
        return False
    state = games.state
    left = set(state.slots[0][state.present[0]].tolist())
    n_eaten = len(solution.cheese) - len(left)
    lead = round(float(state.score[0, 0] - state.score[0, 1]))
    return left <= set(solution.cheese) and abs(lead - solution.lead) <= n_eaten


def exact_overlay(games: Games, side: int, solution: Solution) -> ExactOverlay:
    """The value of each action of one player, if the other answers exactly."""
    decision = solution.decision(solution.situation(games))
    payoffs = decision.payoffs if side == 0 else 1 - decision.payoffs.T
    moves, chances = np.full(5, np.nan, np.float32), np.zeros(5, np.float32)
    actions = decision.actions[side]
    moves[actions] = payoffs @ strategy(decision, 1 - side)
    chances[actions] = strategy(decision, side)
    value = decision.value if side == 0 else 1 - decision.value
    return ExactOverlay(value, moves, chances)
