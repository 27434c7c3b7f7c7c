"""Simulated games at a few microseconds each: the rollouts of the search.

Both players walk from cheese to cheese. Who decides where, is its style:

    GREEDY      the nearest cheese, ties at random, chosen anew every turn: the player `greedy`
    FIRST       the nearest, the first of the ties: the player `greedy-first`
    SIDEWAYS    the same, sideways before up and down: the player `manhattan`
    RACE_AWARE  of the few nearest the one with the least time, plus time to the cheese after it,
                plus a penalty where the other is there first (`RACE_PENALTIES`)
    WAVERING    the same, each cost with up to `MOST_WAVERING` turns more at random: the mean of
                many rollouts is then over many ways to go on, and not one way many times

The first three play move for move like the players in `players`; a test holds them to it.

Shapes: N games, C cells, K slots of cheese.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled, inlined
from gradatim.pyrat.game.maze_pool import Mazes
from gradatim.pyrat.game.observations import decision_cell
from gradatim.pyrat.game.rules import is_over
from gradatim.pyrat.search.distance_tables import DistanceTables

GREEDY, FIRST, SIDEWAYS, RACE_AWARE, WAVERING = range(5)
NO_SLOT = -1
LEAST = 2  # in `SimState.progress`: pieces that may be left at the end of a simulation
# Turns that RACE_AWARE adds: where the other is there first; where both arrive together; then per
# turn of the way from the cheese to each of the four nearest to it. Found by random search against
# GREEDY.
RACE_PENALTIES = np.array([0.0, -1.3, 0.22, 0.33, 0.19, 0.33])
N_COMPARED = 8  # cheeses that RACE_AWARE and WAVERING compare
MOST_WAVERING, WAVERING_STEPS = 2.0, 256  # turns; values of the random cost

# Which action to take of a set of first moves: columns 0 to 11 are drawn from, every action of the
# set stands there equally often (12 is divisible by 1, 2, 3 and 4).
SIDEWAYS_COLUMN, FIRST_COLUMN = 12, 13  # the first action sideways; the first in the usual order


def _action_table() -> np.ndarray:
    """(16, 14) uint8, a row per set of first moves."""
    table = np.zeros((16, 14), np.uint8)
    for moves in range(1, 16):
        actions = [action for action in range(1, 5) if moves >> (action - 1) & 1]
        table[moves, :12] = np.repeat(actions, 12 // len(actions))
        table[moves, SIDEWAYS_COLUMN] = next(a for a in (2, 4, 1, 3) if a in actions)
        table[moves, FIRST_COLUMN] = actions[0]
    return table


ACTION_TABLE = _action_table()


class SimBoard(NamedTuple):
    """What stays the same in a simulated game. Indices are unsigned: no check for their sign."""

    game: np.uint64
    maze: np.uint64
    mazes: Mazes
    tables: DistanceTables


class SimState(NamedTuple):
    """One simulated game; `simulate` continues it in place."""

    node: np.ndarray  # (2,) int64, the cell where a player can choose next
    wait: np.ndarray  # (2,) int64, in how many turns
    goal: np.ndarray  # (2,) int64, the slot that it walks to, or NO_SLOT
    score: np.ndarray  # (2,) float32
    progress: np.ndarray  # (3,) int64, pieces of cheese left; turns played; see LEAST
    present: np.ndarray  # (K,) bool
    ties: np.ndarray  # (2, K) int16, slots that are equally near to a GREEDY player
    n_ties: np.ndarray  # (2,) int64
    distance: np.ndarray  # (2,) int64, turns to those
    slot_at: np.ndarray  # (C,) int16, the slot of a cell, or NO_SLOT
    random: np.ndarray  # (1,) uint64


@inlined
def xorshift_below(random, n):
    """A random number below n (xorshift64*, Vigna 2016)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    high = (x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(32)
    return np.int64((high * np.uint64(n)) >> np.uint64(32))


@inlined
def _nearest(g, here, tables, present):
    """The first of the nearest slots that are there, from one cell."""
    near, reach = tables.near, tables.reach
    found = np.int64(NO_SLOT)
    for i in range(reach[g, here]):
        k = np.uint64(near[g, here, np.uint64(i)])
        if present[k]:
            found = np.int64(k)
            break
    return found


@inlined
def goal_cost(g, k, here, there, head_start, tables, present):
    """What slot k costs a RACE_AWARE player in turns: the way, the race, and the way on from there.

    Args:
        here, there: cells of the player and of the other.
        head_start: turns until the other can choose.
    """
    time, near, reach = tables.time, tables.near, tables.reach
    way = np.int64(time[g, here, k])
    race = way - np.int64(time[g, there, k]) - head_start
    cost = np.float64(way)
    if race > 0:
        cost += RACE_PENALTIES[0]
    elif race == 0:
        cost += RACE_PENALTIES[1]
    cell = np.uint64(tables.slots[g, k])
    n_next = 0
    for j in range(reach[g, cell]):
        other = np.uint64(near[g, cell, np.uint64(j)])
        if present[other] and other != k:
            cost += RACE_PENALTIES[2 + n_next] * np.float64(time[g, cell, other])
            n_next += 1
            if n_next == len(RACE_PENALTIES) - 2:
                break
    return cost


@inlined
def _cheapest(g, here, there, head_start, tables, present, wavering, random):
    """The slot that a RACE_AWARE player walks to, or one that is WAVERING by `wavering` turns."""
    near, reach = tables.near, tables.reach
    best, chosen, n = 1e9, np.int64(NO_SLOT), 0
    for i in range(reach[g, here]):
        k = np.uint64(near[g, here, np.uint64(i)])
        if not present[k]:
            continue
        cost = goal_cost(g, k, here, there, head_start, tables, present)
        if wavering > 0:
            cost += wavering / WAVERING_STEPS * xorshift_below(random, WAVERING_STEPS)
        if cost < best:
            best, chosen = cost, np.int64(k)
        n += 1
        if n == N_COMPARED:
            break
    return chosen


@inlined
def _random_nearest(g, here, player, tables, sim):
    """A GREEDY player's goal: one of the nearest, drawn anew.

    A step towards one of the nearest leaves only some of them the nearest, and no other slot joins
    them. So they are counted afresh only when none is left.
    """
    time, near, reach = tables.time, tables.near, tables.reach
    ties = sim.ties
    expected = sim.distance[player]
    kept = np.int64(0)
    for i in range(sim.n_ties[player]):
        k = np.uint64(ties[player, np.uint64(i)])
        if sim.present[k] and time[g, here, k] == expected:
            ties[player, np.uint64(kept)] = k
            kept += 1
    if kept == 0:
        for i in range(reach[g, here]):
            k = np.uint64(near[g, here, np.uint64(i)])
            if not sim.present[k]:
                continue
            way = np.int64(time[g, here, k])
            if kept > 0 and way > expected:
                break
            expected = way
            ties[player, np.uint64(kept)] = k
            kept += 1
        sim.distance[player] = expected
    sim.n_ties[player] = kept
    found = np.int64(NO_SLOT)
    if kept == 1:
        sim.goal[player] = ties[player, 0]  # the only nearest one stays that
        sim.n_ties[player] = 0
        found = sim.goal[player]
    elif kept > 1:
        found = np.int64(ties[player, np.uint64(xorshift_below(sim.random, kept))])
    return found


@compiled
def simulate(board, sim, style, stops):
    """Continue until the game is over, or until a player of `stops` can choose and has no goal.

    Args:
        board: a `SimBoard`.
        sim: a `SimState`, changed in place.
        style: (2,) int64; a player with a goal walks there first, whatever its style.
        stops: the players whose choice ends it, as bits: 1, 2, or 3 for both; 0 plays to the end.

    Returns:
        whether the game is over, or as good as: so few pieces are left as was asked for.
    """
    # Arrays are taken out of the tuples once: taking one out counts a reference, which costs more
    # than what the loop does with it.
    node, wait, goal, score, progress, present, _, _, distance, slot_at, random = sim
    g, m, mazes, tables = board
    weights, step, first_moves = mazes.weights, mazes.step, tables.moves
    n_left, turns = progress[0], progress[1]
    ended = True
    least = progress[LEAST]
    while n_left > least and not is_over(score[0], score[1], n_left):
        choosers = 0
        for p in range(2):
            player = np.uint64(p)
            if stops >> p & 1 and wait[player] == 0:
                target = goal[player]
                if target < 0 or not present[np.uint64(target)]:
                    choosers |= 1 << p
        if choosers:
            ended = False
            break
        stuck = 0
        for p in range(2):
            player = np.uint64(p)
            if wait[player] > 0:
                continue
            here = np.uint64(node[player])
            target = goal[player]
            mine = style[player]
            walking = target >= 0 and present[np.uint64(target)]
            if not walking:
                if mine == GREEDY:
                    target = _random_nearest(g, here, player, tables, sim)
                elif mine >= RACE_AWARE:
                    other = np.uint64(1 - p)
                    there, head_start = np.uint64(node[other]), wait[other]
                    wavering = MOST_WAVERING if mine == WAVERING else 0.0
                    target = _cheapest(
                        g, here, there, head_start, tables, present, wavering, random
                    )
                    goal[player] = target
                else:
                    target = _nearest(g, here, tables, present)
                    goal[player] = target
            if target < 0:
                wait[player] = 1  # nowhere to go: stand for a turn
                stuck += 1
                continue
            moves = np.uint64(first_moves[g, here, np.uint64(target)])
            if mine == GREEDY:
                action = ACTION_TABLE[moves, np.uint64(xorshift_below(random, 12))]
            elif mine == SIDEWAYS:
                action = ACTION_TABLE[moves, np.uint64(SIDEWAYS_COLUMN)]
            else:
                action = ACTION_TABLE[moves, np.uint64(FIRST_COLUMN)]
            weight = np.int64(weights[m, here, np.uint64(action)])
            wait[player] = weight
            node[player] = np.int64(here) + step[np.uint64(action)]
            distance[player] -= weight
        if stuck == 2:
            break
        # Nothing happens until one of them arrives: skip the turns in between.
        passed = min(wait[0], wait[1])
        wait[0] -= passed
        wait[1] -= passed
        turns += passed
        slot_0 = np.int64(slot_at[np.uint64(node[0])])
        slot_1 = np.int64(slot_at[np.uint64(node[1])])
        eats_0 = wait[0] == 0 and slot_0 >= 0 and present[np.uint64(slot_0)]
        eats_1 = wait[1] == 0 and slot_1 >= 0 and present[np.uint64(slot_1)]
        if eats_0 and eats_1 and slot_0 == slot_1:
            score[0] += np.float32(0.5)
            score[1] += np.float32(0.5)
            present[np.uint64(slot_0)] = False
            n_left -= 1
        else:
            if eats_0:
                score[0] += np.float32(1)
                present[np.uint64(slot_0)] = False
                n_left -= 1
            if eats_1:
                score[1] += np.float32(1)
                present[np.uint64(slot_1)] = False
                n_left -= 1
    progress[0], progress[1] = n_left, turns
    return ended


@compiled
def new_sim_state(n_cells, n_slots, seed):
    """Room for one simulated game."""
    return SimState(
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.zeros(2, np.float32),
        np.zeros(3, np.int64),
        np.zeros(n_slots, np.bool_),
        np.zeros((2, n_slots), np.int16),
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.full(n_cells, np.int16(NO_SLOT)),
        np.full(1, np.uint64(seed) | np.uint64(1)),  # xorshift never leaves 0
    )


@compiled
def init_sim_state(g, state, sim):
    """Begin a simulated game where game g stands, to be played to its end.

    `slot_at` and `random` are left alone.
    """
    for player in range(2):
        sim.node[player] = decision_cell(state, g, player)
        sim.wait[player] = state.mud_left[g, player]
        sim.goal[player] = NO_SLOT
        sim.score[player] = state.score[g, player]
        sim.n_ties[player] = 0
    sim.progress[0], sim.progress[1], sim.progress[LEAST] = state.cheese_left[g], 0, 0
    for k in range(state.slots.shape[1]):
        sim.present[k] = state.present[g, k]


@compiled
def locate_slots(g, state, sim):
    """Write which slot lies on which cell; the same for all simulations of one game."""
    sim.slot_at[:] = NO_SLOT
    for k in range(state.slots.shape[1]):
        if state.slots[g, k] >= 0:
            sim.slot_at[state.slots[g, k]] = k
