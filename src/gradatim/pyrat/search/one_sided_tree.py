"""A tree of plans, grown by rollouts: which cheese first, which one then.

An open-loop tree (Perez et al. 2015): a node is a sequence of my goals and not a state of the game,
so one node gathers rollouts in which the opponent did different things. Each rollout walks down by
PUCT (Rosin 2011; Silver et al. 2017), plays on from the leaf with both styles to the end, and backs
its value up to every node on its path.

Shapes: N games, K slots of cheese, T nodes of a tree, R opponent types.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.search.simulation import (
    RACE_AWARE,
    SimBoard,
    goal_cost,
    init_sim_state,
    locate_slots,
    new_sim_state,
    simulate,
)
from gradatim.pyrat.search.task import ME, SearchOptions, draw_opponent_type, with_lead

N_ROOT, N_NEXT = 14, 7  # goals that are tried first, and after each
MAX_DEPTH = 5  # goals of a plan
EXPAND_VISITS = 6  # visits after which a node gets children
OPTIONS = SearchOptions(c_puct=0.3)


class OneSidedTrees(NamedTuple):
    """One tree per game; node 0 is the root."""

    visits: np.ndarray  # (N, T) int32
    value_sum: np.ndarray  # (N, T) float32, sum of the rollouts' values
    prior: np.ndarray  # (N, T) float32
    goal: np.ndarray  # (N, T) int16, a slot
    first_child: np.ndarray  # (N, T) int32, 0 for none
    n_children: np.ndarray  # (N, T) int16
    n_nodes: np.ndarray  # (N,) int32
    random: np.ndarray  # (N,) uint64


def empty_trees(n: int, n_nodes: int, seed: int) -> OneSidedTrees:
    """Room for n trees of at most n_nodes."""
    shape = (n, n_nodes)
    return OneSidedTrees(
        visits=np.zeros(shape, np.int32),
        value_sum=np.zeros(shape, np.float32),
        prior=np.zeros(shape, np.float32),
        goal=np.zeros(shape, np.int16),
        first_child=np.zeros(shape, np.int32),
        n_children=np.zeros(shape, np.int16),
        n_nodes=np.zeros(n, np.int32),
        random=np.random.default_rng(seed).integers(1, 2**64, n, np.uint64),
    )


@compiled
def init_roots(start, stop, active, trees):
    """Begin new trees."""
    for g in range(start, stop):
        if active[g]:
            trees.n_nodes[g] = 1
            trees.visits[g, 0] = 0
            trees.value_sum[g, 0] = 0
            trees.first_child[g, 0] = 0
            trees.n_children[g, 0] = 0


@compiled
def _expand(board, node, sim, task, temperature, trees):
    """Give a node its children: the goals of least cost from where the player stands now."""
    g, side, tables = board.game, task.side, board.tables
    here, there = np.uint64(sim.node[side]), np.uint64(sim.node[1 - side])
    head_start = sim.wait[1 - side]
    n_most = N_ROOT if node == 0 else N_NEXT
    first = trees.n_nodes[g]
    n, total = 0, 0.0
    if first + n_most > trees.visits.shape[1]:
        return
    least = 1e9
    for i in range(tables.reach[g, here]):
        k = np.uint64(tables.near[g, here, np.uint64(i)])
        if not sim.present[k]:
            continue
        cost = goal_cost(g, k, here, there, head_start, tables, sim.present)
        least = min(least, cost)
        trees.prior[g, first + n] = cost
        trees.goal[g, first + n] = np.int16(k)
        trees.visits[g, first + n] = 0
        trees.value_sum[g, first + n] = 0
        trees.first_child[g, first + n] = 0
        trees.n_children[g, first + n] = 0
        n += 1
        if n == n_most:
            break
    for i in range(first, first + n):
        weight = np.exp(-(trees.prior[g, i] - least) / temperature)
        if node == 0:
            weight *= task.goal_prior[g, ME, trees.goal[g, i]]
        trees.prior[g, i] = weight
        total += weight
    for i in range(first, first + n):
        trees.prior[g, i] /= np.float32(total)
    trees.first_child[g, node] = first
    trees.n_children[g, node] = n
    trees.n_nodes[g] = first + n


@compiled
def _select(g, node, present, trees, c_puct):
    """The child to walk to, by PUCT; 0 where none of their goals is left."""
    best, chosen = -1e9, 0
    root = np.sqrt(np.float32(trees.visits[g, node] + 1))
    # A child that was never visited is taken to be as good as its parent.
    mean = trees.value_sum[g, node] / max(trees.visits[g, node], 1)
    first = trees.first_child[g, node]
    for i in range(first, first + trees.n_children[g, node]):
        if not present[trees.goal[g, i]]:
            continue
        n = trees.visits[g, i]
        value = trees.value_sum[g, i] / n if n > 0 else mean
        value += c_puct * trees.prior[g, i] * root / (1 + n)
        if value > best:
            best, chosen = value, i
    return chosen


@compiled
def search(start, stop, state, mazes, tables, task, options, trees):
    """Add `task.n_rollouts` rollouts to each tree.

    Args:
        state, mazes: of the games.
        tables: `DistanceTables` of the same games.
        task: a `SearchTask`; options: a `SearchOptions`.
        trees: `OneSidedTrees`, grown in place.
    """
    C, K = state.cheese.shape[1], state.slots.shape[1]
    side = task.side
    sim = new_sim_state(C, K, np.uint64(1))
    path = np.zeros(MAX_DEPTH + 1, np.int64)
    style = np.zeros(2, np.int64)
    for g in range(start, stop):
        if not task.active[g]:
            continue
        board = SimBoard(np.uint64(g), np.uint64(state.maze[g]), mazes, tables)
        locate_slots(g, state, sim)
        sim.random[0] = trees.random[g]
        for _ in range(task.n_rollouts):
            init_sim_state(g, state, sim)
            kind = draw_opponent_type(g, task.belief, sim.random)
            style[side], style[1 - side] = RACE_AWARE, task.styles[kind]
            sim.goal[1 - side] = task.opponent_goals[g, kind]
            node, depth, ended = 0, 0, False
            path[0] = 0
            while depth < MAX_DEPTH and not ended:
                if trees.n_children[g, node] == 0:
                    if node > 0 and trees.visits[g, node] < EXPAND_VISITS:
                        break
                    _expand(board, node, sim, task, options.temperature, trees)
                node = _select(g, node, sim.present, trees, options.c_puct)
                if node == 0:
                    break
                depth += 1
                path[depth] = node
                sim.goal[side] = trees.goal[g, node]
                ended = simulate(board, sim, style, 1 << side)
            if not ended:
                simulate(board, sim, style, 0)
            lead = sim.score[side] - sim.score[1 - side]
            value = 1.0 if lead > 0 else (0.5 if lead == 0 else 0.0)
            value = with_lead(value, np.float64(lead), options)
            for i in range(depth + 1):
                trees.visits[g, path[i]] += 1
                trees.value_sum[g, path[i]] += np.float32(value)
        trees.random[g] = sim.random[0]


@compiled
def root_statistics(start, stop, active, trees, values, visits):
    """Mean value and visits of the first goals; values (N, K) are -inf where none was tried."""
    for g in range(start, stop):
        values[g] = -np.inf
        visits[g] = 0
        if not active[g]:
            continue
        first = trees.first_child[g, 0]
        for i in range(first, first + trees.n_children[g, 0]):
            n = trees.visits[g, i]
            if n > 0:
                values[g, trees.goal[g, i]] = trees.value_sum[g, i] / n
                visits[g, trees.goal[g, i]] = n
