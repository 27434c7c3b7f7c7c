"""The exact solution of a small board: the value and an optimal strategy of every situation.

    solution = solve(maze, cheese)                      # all situations of one board, in seconds
    now = solution.start((0, 24))                       # before the first turn
    now = solution.situation(games, g)                  # or of a game that is being played
    solution.value(now)                                 # expected result of player 0: 1, 1/2, 0
    best = solution.decision(now)                       # the matrix game of this turn:
    best.payoffs, best.strategies, best.actions         # (R, K), two lists of probabilities, ...
    now = solution.after(now, (1, 3))                   # north, south

Both players choose at the same time, so the best play may be random. The result is a win (1), a
draw (1/2) or a loss (0) of player 0 by the official rules; how many pieces ahead does not matter.

For the end of a larger game, solve what is left: `solve(maze, cheese_left, lead=my_score -
theirs)`. A board is too large above `MOST_STATES` situations (`n_states` tells how many it has).
The search solves endings by calling `solve` on one maze with few pieces; its time is about 0.2
microseconds per situation and core, plus two seconds for the compiler the first time ever.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.game.parallel import n_threads, parallel_for
from gradatim.pyrat.solver.backward_induction import (
    Position,
    fill_payoffs,
    solve_layers,
    value_at,
)
from gradatim.pyrat.solver.matrix_game import MOST
from gradatim.pyrat.solver.matrix_game import solve as solve_matrix
from gradatim.pyrat.solver.move_graph import MoveGraph, move_graph, node_of

MOST_STATES = 100_000_000  # 8 bytes each
LAYERS_AT_ONCE = 2  # per core, before progress is told: their times differ, and cores would wait


class Situation(NamedTuple):
    """One moment of a game on a solved board."""

    nodes: tuple[int, int]  # of the two players, see `MoveGraph`
    left: int  # the pieces left, bit k for piece k
    lead: int  # score of player 0 less that of player 1: always a whole number


class Decision(NamedTuple):
    """The matrix game of one situation: R choices of player 0, K of player 1."""

    value: float
    actions: tuple[list[int], list[int]]  # the R and the K actions; in mud only 0
    payoffs: np.ndarray  # (R, K) value after both have chosen
    strategies: tuple[np.ndarray, np.ndarray]  # (R,), (K,) optimal probabilities


@dataclass(frozen=True, eq=False)
class Solution:
    """All values of one board; made by `solve`."""

    maze: Maze
    cheese: list[int]
    lead: int
    graph: MoveGraph
    position: Position

    def start(self, starts: tuple[int, int]) -> Situation:
        """All pieces left, and the players on two cells, none of them with cheese."""
        nodes = [node_of(self.graph, self.maze, int(cell), -1, 0) for cell in starts]
        for cell in starts:
            if cell in self.cheese:
                raise UserError(f"cell {cell} is a start and cannot hold cheese.")
        return Situation((nodes[0], nodes[1]), 2 ** len(self.cheese) - 1, self.lead)

    def situation(self, games: Games, g: int = 0) -> Situation:
        """The present situation of a game that is played on this board with these pieces."""
        state = games.state
        nodes = [
            node_of(
                self.graph,
                self.maze,
                int(state.position[g, side]),
                int(state.mud_target[g, side]),
                int(state.mud_left[g, side]),
            )
            for side in range(2)
        ]
        left = sum(1 << k for k, cell in enumerate(self.cheese) if state.cheese[g, cell])
        lead = round(float(state.score[g, 0] - state.score[g, 1]))
        return Situation((nodes[0], nodes[1]), left, lead)

    def is_over(self, now: Situation) -> bool:
        """Whether the ranking is settled."""
        return now.left == 0 or abs(now.lead) > now.left.bit_count()

    def value(self, now: Situation) -> float:
        """The expected result of player 0 when both play on optimally, 0 to 1."""
        return float(value_at(self.position, now.left, now.lead, *now.nodes))

    def decision(self, now: Situation) -> Decision:
        """What each player should do, and what each pair of choices is worth."""
        x, y = now.nodes
        rows, columns = self.graph.n_choices[x], self.graph.n_choices[y]
        payoffs = np.zeros((MOST, MOST))
        fill_payoffs(self.position, now.left, now.lead, x, y, payoffs)
        payoffs = payoffs[:rows, :columns]
        value, mine, theirs = solve_matrix(payoffs)
        actions = self.graph.action[x, :rows].tolist(), self.graph.action[y, :columns].tolist()
        return Decision(value, actions, payoffs, (mine, theirs))

    def after(self, now: Situation, actions: Sequence[int]) -> Situation:
        """The situation one turn later; a move into a wall, or one in mud, is not a move."""
        nodes = []
        for node, action in zip(now.nodes, actions, strict=True):
            own = self.graph.action[node, : self.graph.n_choices[node]].tolist()
            choice = own.index(action) if action in own else 0
            nodes.append(int(self.graph.following[node, choice]))
        left, lead = now.left, now.lead
        eaten = [self.position.piece[node] for node in nodes]
        eats = [piece >= 0 and bool(now.left >> int(piece) & 1) for piece in eaten]
        for piece, eat, sign in zip(eaten, eats, (1, -1), strict=True):
            if eat:
                left &= ~(1 << int(piece))
                lead += sign
        return Situation((nodes[0], nodes[1]), left, lead)


def _leads(n_cheese: int, n_left: int, lead: int) -> range:
    """The leads, from 0, with `n_left` pieces left that are possible and not decided."""
    n_eaten = n_cheese - n_left
    return range(max(0, abs(lead) - n_eaten), min(n_left, abs(lead) + n_eaten) + 1)


def n_states(maze: Maze, n_cheese: int, lead: int = 0) -> int:
    """How many situations are stored: pairs of places, sets of pieces left, leads from 0."""
    weights = maze.weights().astype(np.int64)
    n_nodes = weights.shape[0] + int(np.maximum(weights - 1, 0).sum())
    n_layers = sum(
        math.comb(n_cheese, n_left) * len(_leads(n_cheese, n_left, lead))
        for n_left in range(1, n_cheese + 1)
    )
    return n_nodes**2 * n_layers


def check_size(maze: Maze, n_cheese: int, lead: int = 0) -> None:
    """Refuse a board that would take too much memory.

    Raises:
        UserError: more than `MOST_STATES` situations, with the number of pieces that would do.
    """
    n = n_states(maze, n_cheese, lead)
    if n <= MOST_STATES:
        return
    fits = max((k for k in range(n_cheese) if n_states(maze, k, lead) <= MOST_STATES), default=0)
    advice = f"at most {fits} pieces can be solved here" if fits else "take a smaller maze"
    raise UserError(
        f"{n_cheese} pieces in this {maze.width}x{maze.height} maze make {n:.2g} situations (two "
        f"places, each turn of mud one of them, the pieces left and the lead), and "
        f"{MOST_STATES:.0e} fit into memory: {advice}."
    )


def solve(
    maze: Maze,
    cheese: Sequence[int],
    *,
    lead: int = 0,
    on_layers: Callable[[int, int], None] = lambda done, of: None,
) -> Solution:
    """Solve a board for every situation that can follow.

    Args:
        maze: any, with holes, walls and mud.
        cheese: different cells of the maze.
        lead: score of player 0 less that of player 1 while all these pieces lie.
        on_layers: told after each few layers how many are solved, and of how many.

    Raises:
        UserError: cheese outside the maze or twice, or a board above `MOST_STATES`.
    """
    pieces = [int(cell) for cell in cheese]
    cells = set(maze.order.tolist())
    wrong = [cell for cell in pieces if cell not in cells]
    if wrong or len(set(pieces)) < len(pieces):
        why = f"cell {wrong[0]} is not in the maze" if wrong else "one cell is named twice"
        raise UserError(f"cheese lies on different cells of the maze: {why}.")
    N = len(pieces)
    check_size(maze, N, lead)
    graph = move_graph(maze)
    P = len(graph.n_choices)
    piece = np.full(P, -1, np.int64)
    piece[pieces] = np.arange(N)
    size = np.array([left.bit_count() for left in range(2**N)], np.int64)
    layer = np.full((2**N, N + 1), -1, np.int64)
    plan = [
        [(left, ahead) for left in np.flatnonzero(size == n) for ahead in _leads(N, n, lead)]
        for n in range(1, N + 1)
    ]
    Y = 0
    for layers in plan:
        for left, ahead in layers:
            layer[left, ahead] = Y
            Y += 1
    position = Position(
        graph.n_choices,
        graph.following,
        graph.n_sources,
        graph.sources,
        piece,
        size,
        layer,
        np.empty((Y, P, P)),
    )
    done, several = 0, LAYERS_AT_ONCE * n_threads()
    for layers in plan:  # fewest pieces first
        for start in range(0, len(layers), several):
            sets, leads = np.array(layers[start : start + several], np.int64).T.copy()
            parallel_for(solve_layers, len(sets), position, sets, leads, grain_size=1)
            done += len(sets)
            on_layers(done, Y)
    return Solution(maze, pieces, lead, graph, position)
