"""What a network says about the nodes that a search visits most: their value, and its priors there.

The walks to a node are known, so the situation there is imagined as a game that the network looks
at like any other. It rates the situation for both players. A rollout through a rated node is then
worth a mean of its own result and of the rating, as in AlphaGo (Silver et al. 2016), and the
network's policy multiplies the priors of the goals there.

A position costs the network as much time as 40 to 80 rollouts, so only nodes that were visited
often are rated.

Shapes: N games, K slots of cheese, M nodes that are rated at once in each game.
"""

from typing import TYPE_CHECKING

import numpy as np

from gradatim.pyrat import players
from gradatim.pyrat.game.engine import Games, State
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.search.distance_tables import DistanceTables
from gradatim.pyrat.search.simulation import (
    NO_SLOT,
    RACE_AWARE,
    SimBoard,
    init_sim_state,
    locate_slots,
    new_sim_state,
    simulate,
)
from gradatim.pyrat.search.task import ME, OPPONENT, SearchOptions
from gradatim.pyrat.search.tree import MAX_DEPTH, NO_PARENT, NODES, Trees, lead_value

if TYPE_CHECKING:
    from torch import nn

NODES_AT_ONCE = 16
LEAST_VISITS = 8  # of a node that is rated
LEAST_PRIOR = 1e-3  # of a goal, the best at 1: every goal keeps a chance


def ask(
    model: "nn.Module", games: Games, side: int, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What a network says about some games; see `network_player.policy_and_value`."""
    return players.policy_and_value(model, games, side, rows)


@compiled
def _pick(start, stop, active, trees, picked):
    """The most visited nodes without a rating, (N, M), 0 for none."""
    M = picked.shape[1]
    for g in range(start, stop):
        picked[g] = 0
        if not active[g]:
            continue
        for node in range(1, trees.used[g, NODES]):
            visits = trees.visits[g, node]
            if visits < LEAST_VISITS or trees.rating[g, node] >= 0:
                continue
            if trees.parent[g, node] == NO_PARENT or trees.first_slot[g, node] == 0:
                continue
            # Insertion sort; of equally visited nodes the older one stays ahead.
            i = M
            while i > 0 and (picked[g, i - 1] == 0 or trees.visits[g, picked[g, i - 1]] < visits):
                if i < M:
                    picked[g, i] = picked[g, i - 1]
                i -= 1
            if i < M:
                picked[g, i] = node


@compiled
def _walk_to(board, node, side, trees, style, sim):
    """Continue a simulated game from the root to a node; whether it is over before."""
    g = board.game
    nodes, n = np.zeros(MAX_DEPTH + 1, np.int64), 0
    while node > 0:
        nodes[n] = node
        n += 1
        node = np.int64(trees.parent[g, node])
    over = False
    for i in range(n - 1, -1, -1):
        for who in range(2):
            goal = trees.chosen[g, nodes[i], who]
            if goal != NO_SLOT:
                sim.goal[side if who == ME else 1 - side] = goal
        over = simulate(board, sim, style, 3)
    return over


@compiled
def _imagine(start, stop, state, mazes, tables, side, trees, picked, imagined, rows):
    """Write the games at the picked nodes into the rows of another state; which rows: (N * M,)."""
    C, K = state.cheese.shape[1], state.slots.shape[1]
    M = picked.shape[1]
    sim = new_sim_state(C, K, np.uint64(1))
    style = np.full(2, RACE_AWARE, np.int64)
    for g in range(start, stop):
        rows[g * M : (g + 1) * M] = False
        if picked[g, 0] == 0:
            continue
        board = SimBoard(np.uint64(g), np.uint64(state.maze[g]), mazes, tables)
        locate_slots(g, state, sim)
        for i in range(M):
            if picked[g, i] == 0:
                break
            init_sim_state(g, state, sim)
            if _walk_to(board, np.int64(picked[g, i]), side, trees, style, sim):
                continue
            row = g * M + i
            rows[row] = True
            imagined.maze[row] = state.maze[g]
            imagined.turn[row] = state.turn[g] + sim.progress[1]
            imagined.cheese_left[row] = sim.progress[0]
            for player in range(2):
                # Whoever is in mud decides at its end: a position there and a wait say the same.
                imagined.position[row, player] = sim.node[player]
                imagined.mud_target[row, player] = sim.node[player]
                imagined.mud_left[row, player] = sim.wait[player]
                imagined.score[row, player] = sim.score[player]
            imagined.cheese[row] = False
            imagined.slots[row] = state.slots[g]
            imagined.between[row] = state.between[g]
            for k in range(K):
                imagined.present[row, k] = sim.present[k]
                if sim.present[k]:
                    imagined.cheese[row, state.slots[g, k]] = True


@compiled
def _write(start, stop, trees, picked, rows, left, policies, leads, options):
    """Give the picked nodes their ratings, and multiply the priors of their goals."""
    M = picked.shape[1]
    for g in range(start, stop):
        for i in range(M):
            row, node = g * M + i, picked[g, i]
            if node == 0:
                break
            if not rows[row]:
                trees.parent[g, node] = NO_PARENT  # the game is over there: never ask again
                continue
            # Each player's own view errs towards one side: their mean errs less.
            lead = (leads[ME, row] - leads[OPPONENT, row]) / 2
            trees.rating[g, node] = lead_value(np.float64(lead), left[row], options)
            for who in range(2):
                first, n = trees.first_edge[g, node, who], trees.n_edges[g, node, who]
                best, total = np.float32(-np.inf), np.float32(0)
                for edge in range(first, first + n):
                    best = max(best, policies[who, row, trees.goal[g, edge]])
                for edge in range(first, first + n):
                    likely = np.exp(policies[who, row, trees.goal[g, edge]] - best)
                    trees.prior[g, edge] *= max(likely, np.float32(LEAST_PRIOR))
                    total += trees.prior[g, edge]
                for edge in range(first, first + n):
                    trees.prior[g, edge] /= total


class NodeEvaluator:
    """A network that rates nodes in the trees of some games.

    Args:
        model: a `CheeseTransformer`.
        games: the games at the roots.
        n_nodes: that are rated at once in each of them.
    """

    forgets = True  # what it holds is of one call: a resumed search makes its own

    def __init__(self, model: "nn.Module", games: Games, n_nodes: int = NODES_AT_ONCE):
        self.model, self.games, rows = model, games, games.n * n_nodes
        self.imagined = Games(games.pool, rows, auto_reset=False)
        shapes = [(rows, *array.shape[1:]) for array in games.state]
        self.imagined.state = State(
            *(np.zeros(s, a.dtype) for s, a in zip(shapes, games.state, strict=True))
        )
        self.picked = np.zeros((games.n, n_nodes), np.int32)

    def rate(
        self,
        side: int,
        active: np.ndarray,
        tables: DistanceTables,
        trees: Trees,
        options: SearchOptions,
    ) -> None:
        """Rate the most visited nodes of each tree that `active` (N,) bool picks, in place."""
        games, imagined, picked = self.games, self.imagined, self.picked
        n, mazes, rows = games.n, games.pool.mazes, np.zeros(imagined.n, np.bool_)
        games.between()
        parallel_for(_pick, n, active, trees, picked)
        arguments = (games.state, mazes, tables, side, trees, picked, imagined.state, rows)
        parallel_for(_imagine, n, *arguments)
        chosen = np.flatnonzero(rows)
        policies = np.zeros((2, imagined.n, games.state.slots.shape[1]), np.float32)
        leads = np.zeros((2, imagined.n), np.float32)
        for who, player in ((ME, side), (OPPONENT, 1 - side)):
            policies[who], leads[who, chosen] = ask(self.model, imagined, player, chosen)
        left = imagined.state.cheese_left
        parallel_for(_write, n, trees, picked, rows, left, policies, leads, options)
