"""Travel times between all cells of a maze, and the first moves of the shortest paths.

Dijkstra's algorithm (1959) from every cell, with Dial's buckets (1969): weights are small whole
numbers, so the queue is a ring of lists, one list for each time. Compiled, and parallel over mazes.

    travel       (M, C, C) int16  turns from the first cell to the second, UNREACHABLE if no path
    first_moves  (M, C, C) uint8  bit 2**(action - 1) is set where the action begins a shortest path
"""

import numpy as np

from gradatim.pyrat.game.jit import compiled

UNREACHABLE = 32767


@compiled
def _travel_from(source, weights, step, n_buckets, head, entry_cell, entry_next, times):
    """Fill times (C,) with the turns from `source` to every cell.

    The buckets are linked lists in three arrays: `head` (n_buckets,) holds the first entry of each,
    `entry_cell` and `entry_next` the cell of an entry and the entry behind it, -1 for none.
    """
    times[:] = UNREACHABLE
    times[source] = 0
    head[:] = -1
    head[0] = 0
    entry_cell[0] = source
    entry_next[0] = -1
    n_entries = 1
    now, empty_in_a_row = 0, 0
    # No weight is above n_buckets - 1, so a whole round of empty buckets means an empty queue.
    while empty_in_a_row < n_buckets:
        bucket = now % n_buckets
        entry = head[bucket]
        head[bucket] = -1
        empty_in_a_row = empty_in_a_row + 1 if entry < 0 else 0
        while entry >= 0:
            cell = entry_cell[entry]
            entry = entry_next[entry]
            if times[cell] != now:
                continue  # a slower path to a cell settled since; no entry is ever taken out
            for action in range(1, 5):
                weight = weights[cell, action]
                if weight > 0:
                    to = cell + step[action]
                    if now + weight < times[to]:
                        times[to] = now + weight
                        later = (now + weight) % n_buckets
                        entry_cell[n_entries] = to
                        entry_next[n_entries] = head[later]
                        head[later] = n_entries
                        n_entries += 1
        now += 1


@compiled
def all_pairs(start, stop, weights, step, travel, first_moves):
    """Fill travel and first_moves of the mazes start to stop (all-pairs shortest paths).

    Args:
        weights: (M, C, 5) uint8.
        step: (5,) int64, what each action adds to the cell.
        travel: (M, C, C) int16; first_moves: (M, C, C) uint8.
    """
    C = weights.shape[1]
    # One entry for the source and at most one per directed edge: each is followed once.
    entry_cell = np.empty(4 * C + 1, np.int32)
    entry_next = np.empty(4 * C + 1, np.int32)
    for m in range(start, stop):
        n_buckets = 1
        for cell in range(C):
            for action in range(1, 5):
                n_buckets = max(n_buckets, weights[m, cell, action] + 1)
        head = np.empty(n_buckets, np.int32)
        for source in range(C):
            _travel_from(
                source, weights[m], step, n_buckets, head, entry_cell, entry_next, travel[m, source]
            )
        for source in range(C):
            moves = first_moves[m, source]
            moves[:] = 0
            for action in range(1, 5):
                weight = np.int16(weights[m, source, action])
                if weight > 0:
                    rest = travel[m, source + step[action]]
                    whole = travel[m, source]
                    bit = np.uint8(1 << (action - 1))
                    for cell in range(C):
                        # A difference, not a sum: UNREACHABLE must not overflow.
                        if whole[cell] - rest[cell] == weight:
                            moves[cell] |= bit
