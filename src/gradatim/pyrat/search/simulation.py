"""Imagined games at a few microseconds each: what a search plays in its head.

Both players walk from cheese to cheese. Who decides where, is its style:

    GREEDY    the nearest cheese, ties at random, chosen anew every turn: the player `greedy`
    FIRST     the nearest, the first of the ties: the player `greedy-first`
    SIDEWAYS  the same, sideways before up and down: the player `manhattan`
    CLEVER    of the few nearest the one with the least time, plus time to the cheese after it,
              plus a fine where the other is there first (`FINES`)

The first three play move for move like the players in `players`; a test holds them to it.

Shapes: N games, C cells, K slots of cheese.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled, inlined
from gradatim.pyrat.game.rules import is_over
from gradatim.pyrat.game.shortest_paths import UNREACHABLE

GREEDY, FIRST, SIDEWAYS, CLEVER = range(4)
NO_SLOT = -1
# Turns that CLEVER adds where the other is there first, at the same time; and for each turn of the
# ways from the cheese to the four nearest to it. Found by random search against GREEDY.
FINES = np.array([0.0, -1.3, 0.22, 0.33, 0.19, 0.33])
LOOKED_AT = 8  # cheeses that CLEVER compares


def _pick() -> np.ndarray:
    """Which action to take of a set of first moves, (16, 14) uint8.

    Columns 0 to 11 are drawn from: every action of the set stands there equally often. Column 12
    has the first action sideways, column 13 the first in the usual order.
    """
    table = np.zeros((16, 14), np.uint8)
    for moves in range(1, 16):
        actions = [action for action in range(1, 5) if moves >> (action - 1) & 1]
        table[moves, :12] = np.repeat(actions, 12 // len(actions))
        table[moves, 12] = next(action for action in (2, 4, 1, 3) if action in actions)
        table[moves, 13] = actions[0]
    return table


PICK = _pick()


class Ground(NamedTuple):
    """Where the cheese of each game lies, as seen from every cell; made once a game."""

    time: np.ndarray  # (N, C, K) int16, turns from a cell to a slot
    moves: np.ndarray  # (N, C, K) uint8, bits of the actions that begin a shortest path
    near: np.ndarray  # (N, C, K) int16, slots from the nearest to the farthest
    reach: np.ndarray  # (N, C) int16, how many slots can be reached


class Scene(NamedTuple):
    """One imagined game; `simulate` plays it on in place."""

    node: np.ndarray  # (2,) int64, the cell where a player can choose next
    wait: np.ndarray  # (2,) int64, in how many turns
    goal: np.ndarray  # (2,) int64, the slot that it walks to, or NO_SLOT
    score: np.ndarray  # (2,) float32
    left: np.ndarray  # (2,) int64, pieces of cheese left; turns played
    present: np.ndarray  # (K,) bool
    ties: np.ndarray  # (2, K) int16, slots that are equally near to a GREEDY player
    n_ties: np.ndarray  # (2,) int64
    distance: np.ndarray  # (2,) int64, turns to those
    slot_at: np.ndarray  # (C,) int16, the slot of a cell, or NO_SLOT
    random: np.ndarray  # (1,) uint64


def empty_ground(n: int, n_cells: int, n_slots: int) -> Ground:
    """Room for the ground of n games."""
    shape = (n, n_cells, n_slots)
    return Ground(
        np.zeros(shape, np.int16),
        np.zeros(shape, np.uint8),
        np.zeros(shape, np.int16),
        np.zeros((n, n_cells), np.int16),
    )


@compiled
def survey(start, stop, state, mazes, which, ground):
    """Fill the ground of the games that `which` (N,) bool picks."""
    C, K = ground.time.shape[1:]
    for g in range(start, stop):
        if not which[g]:
            continue
        m = state.maze[g]
        for cell in range(C):
            n = 0
            for k in range(K):
                to = state.slots[g, k]
                time = np.int64(UNREACHABLE)
                if to >= 0:
                    time = np.int64(mazes.travel[m, cell, to])
                    ground.moves[g, cell, k] = mazes.first_moves[m, cell, to]
                ground.time[g, cell, k] = time
                if time == UNREACHABLE:
                    continue
                i = n
                while i > 0 and ground.time[g, cell, ground.near[g, cell, i - 1]] > time:
                    ground.near[g, cell, i] = ground.near[g, cell, i - 1]
                    i -= 1
                ground.near[g, cell, i] = k
                n += 1
            ground.reach[g, cell] = n


@inlined
def draw_from(random, n):
    """A random number below n (xorshift64*, Vigna 2016)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    high = (x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(32)
    return np.int64((high * np.uint64(n)) >> np.uint64(32))


@inlined
def _nearest(g, here, near, reach, present):
    """The first of the nearest slots that are there, from one cell."""
    found = np.int64(NO_SLOT)
    for i in range(reach[g, here]):
        k = np.uint64(near[g, here, np.uint64(i)])
        if present[k]:
            found = np.int64(k)
            break
    return found


@inlined
def effort(g, here, there, ahead, k, time, near, reach, present, slots, fines):
    """What CLEVER takes slot k to cost, in turns: the way, the race, and the way on from there."""
    way = np.int64(time[g, here, k])
    race = way - np.int64(time[g, there, k]) - ahead
    cost = np.float64(way) + (fines[0] if race > 0 else (fines[1] if race == 0 else 0.0))
    cell = np.uint64(slots[g, k])
    n_next = 0
    for j in range(reach[g, cell]):
        other = np.uint64(near[g, cell, np.uint64(j)])
        if present[other] and other != k:
            cost += fines[2 + n_next] * np.float64(time[g, cell, other])
            n_next += 1
            if n_next == len(fines) - 2:
                break
    return cost


@inlined
def _cleverest(g, here, there, ahead, time, near, reach, present, slots, fines):
    """The slot that CLEVER walks to."""
    best, chosen, n = 1e9, np.int64(NO_SLOT), 0
    for i in range(reach[g, here]):
        k = np.uint64(near[g, here, np.uint64(i)])
        if not present[k]:
            continue
        cost = effort(g, here, there, ahead, k, time, near, reach, present, slots, fines)
        if cost < best:
            best, chosen = cost, np.int64(k)
        n += 1
        if n == LOOKED_AT:
            break
    return chosen


@inlined
def _tied(g, here, player, time, near, reach, present, goal, ties, n_ties, distance, random):
    """A GREEDY player's goal: one of the nearest, drawn anew.

    A step towards one of the nearest leaves only some of them the nearest, and no other slot joins
    them. So they are counted afresh only when none is left.
    """
    expected = distance[player]
    kept = np.int64(0)
    for i in range(n_ties[player]):
        k = np.uint64(ties[player, np.uint64(i)])
        if present[k] and time[g, here, k] == expected:
            ties[player, np.uint64(kept)] = k
            kept += 1
    if kept == 0:
        for i in range(reach[g, here]):
            k = np.uint64(near[g, here, np.uint64(i)])
            if not present[k]:
                continue
            way = np.int64(time[g, here, k])
            if kept > 0 and way > expected:
                break
            expected = way
            ties[player, np.uint64(kept)] = k
            kept += 1
        distance[player] = expected
    n_ties[player] = kept
    found = np.int64(NO_SLOT)
    if kept == 1:
        goal[player] = ties[player, 0]  # the only nearest one stays that
        n_ties[player] = 0
        found = goal[player]
    elif kept > 1:
        found = np.int64(ties[player, np.uint64(draw_from(random, kept))])
    return found


@compiled
def simulate(g, m, mazes, slots, ground, scene, style, fines, until):
    """Play on until the game is over, or until the goal of player `until` is gone.

    Args:
        g, m: the game and its maze, unsigned.
        style: (2,) int64; a player with a goal walks there first, whatever its style.
        fines: (4,) what CLEVER adds to the time, see `FINES`.
        until: 0 or 1; -1 plays to the end.

    Returns:
        whether the game is over.
    """
    node, wait, goal, score, left, present, ties, n_ties, distance, slot_at, random = scene
    time, moves_to, near, reach = ground
    weights, step = mazes.weights, mazes.step
    n_left, turns = left[0], left[1]
    ended = True
    while not is_over(score[0], score[1], n_left):
        if until >= 0 and (goal[until] < 0 or not present[goal[until]]) and wait[until] == 0:
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
                    target = _tied(
                        g,
                        here,
                        player,
                        time,
                        near,
                        reach,
                        present,
                        goal,
                        ties,
                        n_ties,
                        distance,
                        random,
                    )
                elif mine == CLEVER:
                    other = np.uint64(1 - p)
                    there, ahead = np.uint64(node[other]), wait[other]
                    target = _cleverest(
                        g, here, there, ahead, time, near, reach, present, slots, fines
                    )
                    goal[player] = target
                else:
                    target = _nearest(g, here, near, reach, present)
                    goal[player] = target
            if target < 0:
                wait[player] = 1  # nowhere to go: stand for a turn
                stuck += 1
                continue
            moves = np.uint64(moves_to[g, here, np.uint64(target)])
            if mine == GREEDY:
                action = PICK[moves, np.uint64(draw_from(random, 12))]
            elif mine == SIDEWAYS:
                action = PICK[moves, np.uint64(12)]
            else:
                action = PICK[moves, np.uint64(13)]
            weight = np.int64(weights[m, here, np.uint64(action)])
            wait[player] = weight
            node[player] = np.int64(here) + step[np.uint64(action)]
            distance[player] -= weight
        if stuck == 2:
            break
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
    left[0], left[1] = n_left, turns
    return ended


@compiled
def set_scene(g, state, scene):
    """Begin an imagined game where game g stands; `slot_at` and `random` are left alone."""
    for player in range(2):
        crossing = state.mud_left[g, player] > 0
        cell = state.mud_target[g, player] if crossing else state.position[g, player]
        scene.node[player] = cell
        scene.wait[player] = state.mud_left[g, player]
        scene.goal[player] = NO_SLOT
        scene.score[player] = state.score[g, player]
        scene.n_ties[player] = 0
    scene.left[0], scene.left[1] = state.cheese_left[g], 0
    for k in range(state.slots.shape[1]):
        scene.present[k] = state.present[g, k]


@compiled
def new_scene(n_cells, n_slots, seed):
    """Room for one imagined game."""
    return Scene(
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.zeros(2, np.float32),
        np.zeros(2, np.int64),
        np.zeros(n_slots, np.bool_),
        np.zeros((2, n_slots), np.int16),
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.full(n_cells, np.int16(NO_SLOT)),
        np.full(1, np.uint64(seed) | np.uint64(1)),
    )


@compiled
def locate(g, state, scene):
    """Write which slot lies on which cell."""
    scene.slot_at[:] = NO_SLOT
    for k in range(state.slots.shape[1]):
        if state.slots[g, k] >= 0:
            scene.slot_at[state.slots[g, k]] = k
