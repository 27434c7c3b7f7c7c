"""A tree of plans, grown by imagined games: which cheese first, which one then.

An open-loop tree (Perez et al. 2015): a node is a sequence of my goals and not a state of the game,
so one node gathers imagined games in which the other did different things. Each imagined game
walks down by PUCT (Rosin 2011; Silver et al. 2017), plays on from the leaf with both styles to the
end, and gives every node on its way what it brought.

Shapes: N games, K slots of cheese, T nodes of a tree, R rivals.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.search.simulation import (
    CLEVER,
    draw_from,
    effort,
    locate,
    new_scene,
    set_scene,
    simulate,
)

N_ROOT, N_NEXT = 14, 7  # goals that are tried first, and after each
MOST_GOALS = 5  # of a plan
GROWN = 6  # visits after which a node gets children


class Trees(NamedTuple):
    """One tree a game; node 0 is the root."""

    visits: np.ndarray  # (N, T) int32
    total: np.ndarray  # (N, T) float32, sum of what the games brought
    prior: np.ndarray  # (N, T) float32
    slot: np.ndarray  # (N, T) int16, the goal
    child: np.ndarray  # (N, T) int32, the first child, 0 for none
    n_children: np.ndarray  # (N, T) int16
    size: np.ndarray  # (N,) int32, nodes in use
    random: np.ndarray  # (N,) uint64


def empty_trees(n: int, n_nodes: int, seed: int) -> Trees:
    """Room for n trees of at most n_nodes."""
    shape = (n, n_nodes)
    return Trees(
        np.zeros(shape, np.int32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.int16),
        np.zeros(shape, np.int32),
        np.zeros(shape, np.int16),
        np.zeros(n, np.int32),
        np.random.default_rng(seed).integers(1, 2**64, n, np.uint64),
    )


@compiled
def plant(start, stop, active, trees):
    """Begin new trees."""
    for g in range(start, stop):
        if active[g]:
            trees.size[g] = 1
            trees.visits[g, 0] = 0
            trees.total[g, 0] = 0
            trees.child[g, 0] = 0
            trees.n_children[g, 0] = 0


@compiled
def _grow(g, node, n_most, slots, ground, scene, side, fines, softness, liking, trees):
    """Give a node its children: the goals of least effort from where the player stands now."""
    time, _, near, reach = ground
    here, there = np.uint64(scene.node[side]), np.uint64(scene.node[1 - side])
    ahead = scene.wait[1 - side]
    first = trees.size[g]
    n, total = 0, 0.0
    if first + n_most > trees.visits.shape[1]:
        return
    least = 1e9
    for i in range(reach[g, here]):
        k = np.uint64(near[g, here, np.uint64(i)])
        if not scene.present[k]:
            continue
        cost = effort(g, here, there, ahead, k, time, near, reach, scene.present, slots, fines)
        least = min(least, cost)
        trees.prior[g, first + n] = cost
        trees.slot[g, first + n] = np.int16(k)
        trees.visits[g, first + n] = 0
        trees.total[g, first + n] = 0
        trees.child[g, first + n] = 0
        trees.n_children[g, first + n] = 0
        n += 1
        if n == n_most:
            break
    for i in range(first, first + n):
        weight = np.exp(-(trees.prior[g, i] - least) / softness)
        if node == 0:
            weight *= liking[g, trees.slot[g, i]]
        trees.prior[g, i] = weight
        total += weight
    for i in range(first, first + n):
        trees.prior[g, i] /= np.float32(total)
    trees.child[g, node] = first
    trees.n_children[g, node] = n
    trees.size[g] = first + n


@compiled
def _select(g, node, present, trees, explore):
    """The child to walk to, by PUCT; 0 where none of their goals is left."""
    best, chosen = -1e9, 0
    root = np.sqrt(np.float32(trees.visits[g, node] + 1))
    mean = trees.total[g, node] / max(trees.visits[g, node], 1)
    first = trees.child[g, node]
    for i in range(first, first + trees.n_children[g, node]):
        if not present[trees.slot[g, i]]:
            continue
        n = trees.visits[g, i]
        value = trees.total[g, i] / n if n > 0 else mean
        value += explore * trees.prior[g, i] * root / (1 + n)
        if value > best:
            best, chosen = value, i
    return chosen


@compiled
def search(
    start,
    stop,
    state,
    mazes,
    ground,
    side,
    active,
    n_games,
    belief,
    styles,
    goals,
    liking,
    fines,
    knobs,
    trees,
):
    """Imagine n more games for each tree.

    Args:
        belief: (N, R) how much each kind of rival is believed in.
        styles: (R,) int64, how a kind plays.
        goals: (N, R) int16, where it is known to walk, or NO_SLOT.
        liking: (N, K) float32, factors on the priors of first goals.
        knobs: (4,) exploration, softness of priors in turns, weight of the lead beside the win,
            lead that counts as much as possible.
    """
    C, K = state.cheese.shape[1], state.slots.shape[1]
    scene = new_scene(C, K, np.uint64(1))
    path = np.zeros(MOST_GOALS + 1, np.int64)
    style = np.zeros(2, np.int64)
    R = belief.shape[1]
    for g in range(start, stop):
        if not active[g]:
            continue
        game, m = np.uint64(g), np.uint64(state.maze[g])
        locate(g, state, scene)
        scene.random[0] = trees.random[g]
        for _ in range(n_games):
            set_scene(g, state, scene)
            rival, drawn = 0, draw_from(scene.random, 1 << 20) / (1 << 20)
            while rival < R - 1 and drawn >= belief[g, rival]:
                drawn -= belief[g, rival]
                rival += 1
            style[side], style[1 - side] = CLEVER, styles[rival]
            scene.goal[1 - side] = goals[g, rival]
            node, depth, ended = 0, 0, False
            path[0] = 0
            while depth < MOST_GOALS and not ended:
                if trees.n_children[g, node] == 0:
                    if node > 0 and trees.visits[g, node] < GROWN:
                        break
                    most = N_ROOT if node == 0 else N_NEXT
                    _grow(
                        game,
                        node,
                        most,
                        state.slots,
                        ground,
                        scene,
                        side,
                        fines,
                        knobs[1],
                        liking,
                        trees,
                    )
                node = _select(g, node, scene.present, trees, knobs[0])
                if node == 0:
                    break
                depth += 1
                path[depth] = node
                scene.goal[side] = trees.slot[g, node]
                ended = simulate(game, m, mazes, state.slots, ground, scene, style, fines, side)
            if not ended:
                simulate(game, m, mazes, state.slots, ground, scene, style, fines, -1)
            lead = scene.score[side] - scene.score[1 - side]
            worth = 1.0 if lead > 0 else (0.5 if lead == 0 else 0.0)
            share = 0.5 + 0.5 * min(max(lead / knobs[3], -1.0), 1.0)
            worth += knobs[2] * (share - worth)
            for i in range(depth + 1):
                trees.visits[g, path[i]] += 1
                trees.total[g, path[i]] += np.float32(worth)
        trees.random[g] = scene.random[0]


@compiled
def harvest(start, stop, active, trees, values, visits):
    """What the first goals are worth, and how often they were tried."""
    for g in range(start, stop):
        values[g] = -np.inf
        visits[g] = 0
        if not active[g]:
            continue
        first = trees.child[g, 0]
        for i in range(first, first + trees.n_children[g, 0]):
            n = trees.visits[g, i]
            if n > 0:
                values[g, trees.slot[g, i]] = trees.total[g, i] / n
                visits[g, trees.slot[g, i]] = n
