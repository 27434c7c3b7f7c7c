"""Two trees that answer each other, grown by rollouts: which cheese first, and what the other does.

At a node the players who are free to choose pick their next goals at the same time, each by PUCT
(Rosin 2011; Silver et al. 2017) over its own edges: my edges count what I gain, the other's what it
gains. So each finds what is good against what the other has come to play (decoupled UCT; Tak et al.
2014, "Monte Carlo tree search variants for simultaneous move games"). A pair of goals leads to one
node: the walks in between are known, so nothing is forgotten about who takes what.

A rollout may instead be played against a known type of opponent, which chooses nothing. Those share
the first edges of mine, for I choose before I know, and have nodes of their own below.

Shapes: N games, K slots of cheese, R opponent types, T nodes, E edges, S child slots per tree.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.search.opponent_model import PLANNER
from gradatim.pyrat.search.simulation import (
    LEAST,
    NO_SLOT,
    RACE_AWARE,
    WAVERING,
    SimBoard,
    goal_cost,
    init_sim_state,
    locate_slots,
    new_sim_state,
    simulate,
)
from gradatim.pyrat.search.task import ME, OPPONENT, draw_opponent_type, with_lead

N_ROOT, N_NEXT = 14, 7  # goals that are tried first, and after each
MAX_DEPTH = 24  # nodes on a path; every pair of goals makes one
# A rollout ends after so many pieces: what two simple rules do with the rest is noise, and time.
# Measured against search-1 on `course`, 60 games: 87 % of the points, and 74 % with rollouts to the
# end that take 1.4 times as long. What a greedy type does is no noise: against it they go to the
# end, and win 99.7 % of 384 games against `greedy` on `walls` instead of 97.9 %. A planner is
# greedy in rollouts only: 88 % of 100 games on `tournament` to the end, 94 % with the horizon.
HORIZON = 14
SHORT_GAME = 24  # pieces of cheese at the beginning, up to which rollouts are played to the end
LEAD_SLOPE = 2.0  # of the chance to win, in pieces by the root of the pieces left
EXPAND_VISITS = 4  # visits after which a node gets edges
FADING = 2  # a step takes 1 / 2**FADING of the visits
NODES, EDGES, SLOTS = range(3)
NO_PARENT = -1  # in `Trees.parent`: the root, and nodes below a modeled opponent
UNRATED = np.float32(-1)  # in `Trees.rating`


class Trees(NamedTuple):
    """One tree per game; node 0 is the root, edge 0 and child slot 0 are not used."""

    visits: np.ndarray  # (N, T) int32
    first_edge: np.ndarray  # (N, T, 2) int32
    n_edges: np.ndarray  # (N, T, 2) int16, 0 for a player that does not choose here
    first_slot: np.ndarray  # (N, T) int32, 0 for a leaf
    parent: np.ndarray  # (N, T) int32, a node, or NO_PARENT
    chosen: (
        np.ndarray
    )  # (N, T, 2) int16, goals chosen at the parent by me and the other, or NO_SLOT
    rating: np.ndarray  # (N, T) float32, what a network says it is worth to me, or UNRATED
    goal: np.ndarray  # (N, E) int16, a slot of cheese
    prior: np.ndarray  # (N, E) float32
    edge_visits: np.ndarray  # (N, E) int32
    value_sum: np.ndarray  # (N, E) float32, of the player whose edge it is
    child: np.ndarray  # (N, S) int32, a node, 0 where none is yet
    used: np.ndarray  # (N, 3) int32, nodes, edges and child slots that are taken
    random: np.ndarray  # (N,) uint64


def empty_trees(n: int, n_nodes: int, seed: int) -> Trees:
    """Room for n trees of at most n_nodes.

    A node with edges for both players takes up to 2 * N_NEXT of them and N_NEXT ** 2 child slots.
    Many have none, since a node gets edges only after EXPAND_VISITS visits, hence the room of 4
    edges and 8 slots per node on average; a tree that is full grows no further (`_expand`). The
    root's own, of N_ROOT goals, come on top.
    """
    n_edges = 4 * n_nodes + 4 * N_ROOT
    n_slots = 8 * n_nodes + 4 * N_ROOT * N_ROOT
    return Trees(
        visits=np.zeros((n, n_nodes), np.int32),
        first_edge=np.zeros((n, n_nodes, 2), np.int32),
        n_edges=np.zeros((n, n_nodes, 2), np.int16),
        first_slot=np.zeros((n, n_nodes), np.int32),
        parent=np.zeros((n, n_nodes), np.int32),
        chosen=np.zeros((n, n_nodes, 2), np.int16),
        rating=np.zeros((n, n_nodes), np.float32),
        goal=np.zeros((n, n_edges), np.int16),
        prior=np.zeros((n, n_edges), np.float32),
        edge_visits=np.zeros((n, n_edges), np.int32),
        value_sum=np.zeros((n, n_edges), np.float32),
        child=np.zeros((n, n_slots), np.int32),
        used=np.zeros((n, 3), np.int32),
        random=np.random.default_rng(seed).integers(1, 2**64, n, np.uint64),
    )


@compiled
def _new_node(g, trees):
    node = trees.used[g, NODES]
    trees.visits[g, node] = 0
    trees.first_slot[g, node] = 0
    trees.n_edges[g, node] = 0
    trees.parent[g, node] = NO_PARENT
    trees.chosen[g, node] = NO_SLOT
    trees.rating[g, node] = UNRATED
    trees.used[g, NODES] = node + 1
    return node


@compiled
def init_roots(start, stop, active, trees):
    """Begin new trees."""
    for g in range(start, stop):
        if active[g]:
            trees.used[g] = 0
            trees.used[g, EDGES] = 1
            trees.used[g, SLOTS] = 1
            _new_node(g, trees)


@compiled
def fade(start, stop, active, trees):
    """Let trees count for a little less: since they were grown, both players have taken a step."""
    for g in range(start, stop):
        if active[g]:
            for edge in range(1, trees.used[g, EDGES]):
                before = trees.edge_visits[g, edge]
                if before > 0:
                    trees.edge_visits[g, edge] = before - (before >> FADING)
                    trees.value_sum[g, edge] *= trees.edge_visits[g, edge] / before


@compiled
def _add_edges(board, node, player, who, sim, task, temperature, trees):
    """The goals of least cost from where a player stands: its edges at a node."""
    g, tables = board.game, board.tables
    here, there = np.uint64(sim.node[player]), np.uint64(sim.node[1 - player])
    head_start = sim.wait[1 - player] - sim.wait[player]
    n_most = N_ROOT if node == 0 else N_NEXT
    first = trees.used[g, EDGES]
    n, total, least = 0, 0.0, 1e9
    for i in range(tables.reach[g, here]):
        k = np.uint64(tables.near[g, here, np.uint64(i)])
        if not sim.present[k]:
            continue
        cost = goal_cost(g, k, here, there, head_start, tables, sim.present)
        least = min(least, cost)
        trees.prior[g, first + n] = cost
        trees.goal[g, first + n] = np.int16(k)
        trees.edge_visits[g, first + n] = 0
        trees.value_sum[g, first + n] = 0
        n += 1
        if n == n_most:
            break
    for i in range(first, first + n):
        weight = np.exp(-(trees.prior[g, i] - least) / temperature)
        if node == 0:
            weight *= task.goal_prior[g, who, trees.goal[g, i]]
        trees.prior[g, i] = weight
        total += weight
    for i in range(first, first + n):
        trees.prior[g, i] /= np.float32(total)
    trees.first_edge[g, node, who] = first
    trees.n_edges[g, node, who] = n
    trees.used[g, EDGES] = first + n


@compiled
def _expand(board, node, modeled, sim, task, temperature, trees):
    """Give a node edges and child slots; False where there is no room, or nothing to choose."""
    g = board.game
    # Both players' goals at the root, the most that a node ever gets: checked before they are
    # written, since compiled code writes past the end of an array without a word.
    if trees.used[g, EDGES] + 2 * N_ROOT > trees.goal.shape[1]:
        return False
    for who in range(2):
        player = task.side if who == ME else 1 - task.side
        target = sim.goal[player]
        free = sim.wait[player] == 0 and (target < 0 or not sim.present[np.uint64(target)])
        if node == 0 or (free and not (modeled and who == OPPONENT)):
            _add_edges(board, node, player, who, sim, task, temperature, trees)
    n_rows = max(trees.n_edges[g, node, ME], 1)
    # The root's last column is for rollouts against an opponent that chooses nothing.
    n_columns = max(trees.n_edges[g, node, OPPONENT], 1) + (node == 0)
    first, n_slots = trees.used[g, SLOTS], n_rows * n_columns
    if first + n_slots > trees.child.shape[1]:
        trees.n_edges[g, node] = 0
        return False
    for i in range(first, first + n_slots):
        trees.child[g, i] = 0
    trees.first_slot[g, node] = first
    trees.used[g, SLOTS] = first + n_slots
    return trees.n_edges[g, node, ME] + trees.n_edges[g, node, OPPONENT] > 0


@compiled
def _select(g, first, n, present, trees, c_puct):
    """The edge to take, by PUCT; 0 where none of their goals is left."""
    n_visits, total = 0, 0.0
    for i in range(first, first + n):
        n_visits += trees.edge_visits[g, i]
        total += trees.value_sum[g, i]
    # An edge that was never tried is taken to be as good as all together.
    mean = total / n_visits if n_visits > 0 else 0.5
    root = c_puct * np.sqrt(np.float64(n_visits + 1))
    best, chosen = -1e9, 0
    for i in range(first, first + n):
        if not present[np.uint64(trees.goal[g, i])]:
            continue
        visits = trees.edge_visits[g, i]
        value = trees.value_sum[g, i] / visits if visits > 0 else mean
        value += root * trees.prior[g, i] / (1 + visits)
        if value > best:
            best, chosen = value, i
    return chosen


@compiled
def _descend(board, modeled, style, sim, task, options, trees, path):
    """Walk down from the root, and grow; path (n, 2) gets the edges that were taken, 0 for none.

    Returns:
        how many rows of the path were written; whether the simulated game is over; the rating of
        the last node on the path that has one, or UNRATED.
    """
    g, side = board.game, task.side
    stops = 1 << side if modeled else 3
    node, depth, rating = 0, 0, UNRATED
    while depth < MAX_DEPTH:
        trees.visits[g, node] += 1
        if trees.rating[g, node] >= 0:
            rating = trees.rating[g, node]
        if trees.first_slot[g, node] == 0:
            if node > 0 and trees.visits[g, node] < EXPAND_VISITS:
                return depth, False, rating
            if not _expand(board, node, modeled, sim, task, options.temperature, trees):
                return depth, False, rating
        slot, n_columns = trees.first_slot[g, node], 1
        path[depth] = 0
        n_opposed = max(trees.n_edges[g, node, OPPONENT], 1)
        n_columns = n_opposed + (node == 0)
        for who in range(2):
            first, n = trees.first_edge[g, node, who], trees.n_edges[g, node, who]
            if who == OPPONENT and modeled:
                slot += n_opposed if node == 0 else 0
            elif n > 0:
                edge = _select(g, first, n, sim.present, trees, options.c_puct)
                if edge == 0:
                    path[depth] = 0
                    return depth, False, rating
                path[depth, who] = edge
                slot += (edge - first) * (n_columns if who == ME else 1)
                sim.goal[side if who == ME else 1 - side] = trees.goal[g, edge]
        depth += 1
        if simulate(board, sim, style, stops):
            return depth, True, rating
        if trees.child[g, slot] == 0:
            if trees.used[g, NODES] == trees.visits.shape[1]:
                return depth, False, rating
            new = _new_node(g, trees)
            trees.child[g, slot] = new
            if not modeled:
                trees.parent[g, new] = node
                for who in range(2):
                    if path[depth - 1, who] > 0:
                        trees.chosen[g, new, who] = trees.goal[g, path[depth - 1, who]]
        node = trees.child[g, slot]
    return depth, False, rating


@compiled
def lead_value(lead, left, options):
    """What a lead is worth with some pieces left, 0 to 1."""
    if abs(lead) > left or left == 0:
        value = 1.0 if lead > 0 else (0.5 if lead == 0 else 0.0)
    else:
        # Among equals each piece left moves the lead by chance: its spread grows with their root.
        value = 1 / (1 + np.exp(-LEAD_SLOPE * lead / np.sqrt(np.float64(left))))
    return with_lead(value, lead, options)


@compiled
def search(start, stop, state, mazes, tables, task, options, trees):
    """Add `task.n_rollouts` rollouts to each tree.

    Args:
        state, mazes: of the games.
        tables: `DistanceTables` of the same games.
        task: a `SearchTask`; options: a `SearchOptions`.
        trees: `Trees`, grown in place.
    """
    C, K = state.cheese.shape[1], state.slots.shape[1]
    side, R = task.side, task.belief.shape[1]
    sim = new_sim_state(C, K, np.uint64(1))
    path = np.zeros((MAX_DEPTH + 1, 2), np.int64)
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
            modeled = kind < R - 1
            # Against a known type my own way on is a plan, against any other a guess as well.
            style[side] = RACE_AWARE if modeled else WAVERING
            style[1 - side] = task.styles[kind]
            if modeled:
                sim.goal[1 - side] = task.opponent_goals[g, kind]
            if K > SHORT_GAME and kind >= PLANNER:
                sim.progress[LEAST] = max(state.cheese_left[g] - HORIZON, 0)
            depth, ended, rating = _descend(board, modeled, style, sim, task, options, trees, path)
            if not ended:
                simulate(board, sim, style, 0)
            lead = sim.score[side] - sim.score[1 - side]
            value = lead_value(np.float64(lead), sim.progress[0], options)
            if rating >= 0 and abs(lead) <= sim.progress[0]:
                value += options.network_weight * (rating - value)
            for i in range(depth):
                for who in range(2):
                    edge = path[i, who]
                    if edge > 0:
                        trees.edge_visits[g, edge] += 1
                        gained = value if who == ME else 1 - value
                        trees.value_sum[g, edge] += np.float32(gained)
        trees.random[g] = sim.random[0]


@compiled
def root_statistics(start, stop, active, trees, values, visits):
    """Mean value and visits of my first goals; values (N, K) are -inf where none was tried."""
    for g in range(start, stop):
        values[g] = -np.inf
        visits[g] = 0
        if not active[g]:
            continue
        first = trees.first_edge[g, 0, ME]
        for i in range(first, first + trees.n_edges[g, 0, ME]):
            n = trees.edge_visits[g, i]
            if n > 0:
                values[g, trees.goal[g, i]] = trees.value_sum[g, i] / n
                visits[g, trees.goal[g, i]] = n
