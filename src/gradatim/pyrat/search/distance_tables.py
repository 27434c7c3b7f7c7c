"""Travel times from every cell to every cheese of a game, sorted: what rollouts look up.

The mazes know the same, but per pair of cells: gathered once per game, a rollout finds all it asks
about one cell in a few cache lines, and the nearest cheese first.

Shapes: N games, C cells, K slots of cheese.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.shortest_paths import UNREACHABLE


class DistanceTables(NamedTuple):
    """Where the cheese of each game lies, as seen from every cell; filled once per game."""

    time: np.ndarray  # (N, C, K) int16, turns from a cell to a slot
    moves: np.ndarray  # (N, C, K) uint8, bits of the actions that begin a shortest path
    near: np.ndarray  # (N, C, K) int16, slots from the nearest to the farthest
    reach: np.ndarray  # (N, C) int16, how many slots can be reached
    slots: np.ndarray  # (N, K) int16, the cell of each slot, -1 where it was never used


def empty_tables(n: int, n_cells: int, n_slots: int) -> DistanceTables:
    """Room for the distances of n games."""
    shape = (n, n_cells, n_slots)
    return DistanceTables(
        time=np.zeros(shape, np.int16),
        moves=np.zeros(shape, np.uint8),
        near=np.zeros(shape, np.int16),
        reach=np.zeros((n, n_cells), np.int16),
        slots=np.full((n, n_slots), -1, np.int16),
    )


@compiled
def precompute_distances(start, stop, state, mazes, which, tables):
    """Fill the tables of the games that `which` (N,) bool picks."""
    time, near = tables.time, tables.near
    C, K = time.shape[1:]
    for g in range(start, stop):
        if not which[g]:
            continue
        tables.slots[g] = state.slots[g]
        m = state.maze[g]
        for cell in range(C):
            n = 0
            for k in range(K):
                to = state.slots[g, k]
                turns = np.int64(UNREACHABLE)
                if to >= 0:
                    turns = np.int64(mazes.travel[m, cell, to])
                    tables.moves[g, cell, k] = mazes.first_moves[m, cell, to]
                time[g, cell, k] = turns
                if turns == UNREACHABLE:
                    continue
                # Insertion sort: stable, so of equally near slots the first stays the first.
                i = n
                while i > 0 and time[g, cell, near[g, cell, i - 1]] > turns:
                    near[g, cell, i] = near[g, cell, i - 1]
                    i -= 1
                near[g, cell, i] = k
                n += 1
            tables.reach[g, cell] = n
