"""The three official maze generators, compiled, with the official sequence of random calls.

The same seed gives the same maze as `pyrat-game`: not only the same walls and mud but the same
order of cells, because that order decides where cheese and random starts fall. So the graph below
behaves as Python's insertion-ordered dictionaries do: a cell that is put back goes to the end of
the order, and so does a neighbour.

Shapes: C cells of the rectangle (height x width, row 0 north), cell = row * width + column.
    links    (C, 4) int16  neighbours of a cell in official order, -1 behind the last
    costs    (C, 4) uint8  turns to cross to the neighbour in the same column of `links`
    degree   (C,)   int16  number of neighbours
    order    (C,)   int16  cells in official order; only the first n exist, the rest are holes
    place    (C,)   int16  position of a cell in `order`, -1 for a hole
"""

import numpy as np

from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.python_random import N_WORDS, below, seeded, shuffle, uniform, word63

BIG_HOLES, UNIFORM_HOLES, HOLES_ON_SIDE = 0, 1, 2
GENERATORS = {
    "big-holes": BIG_HOLES,
    "uniform-holes": UNIFORM_HOLES,
    "holes-on-side": HOLES_ON_SIDE,
}


@compiled
def _add_link(links, costs, degree, a, b, cost):
    """Join two cells, each at the end of the other's neighbours."""
    links[a, degree[a]] = b
    costs[a, degree[a]] = cost
    degree[a] += 1
    links[b, degree[b]] = a
    costs[b, degree[b]] = cost
    degree[b] += 1


@compiled
def _drop_link(links, costs, degree, a, b):
    """Take b out of the neighbours of a, keeping the order of the others."""
    last = degree[a] - 1
    k = 0
    while links[a, k] != b:
        k += 1
    while k < last:
        links[a, k] = links[a, k + 1]
        costs[a, k] = costs[a, k + 1]
        k += 1
    links[a, last] = -1
    costs[a, last] = 0
    degree[a] = last


@compiled
def _all_linked(links, degree, place, start, n, seen, stack):
    """Whether the n existing cells can all be reached from `start`."""
    seen[:] = False
    seen[start] = True
    stack[0] = start
    height = 1
    n_seen = 1
    while height > 0:
        height -= 1
        cell = stack[height]
        for k in range(degree[cell]):
            following = links[cell, k]
            if not seen[following]:
                seen[following] = True
                n_seen += 1
                stack[height] = following
                height += 1
    return n_seen == n


@compiled
def _dig_holes(state, width, height, target, by_neighbours, links, costs, degree, order, place):
    """Start from the full rectangle and take cells out while the maze stays connected.

    With `by_neighbours` a cell beside a hole is likelier to go (official "big holes").
    """
    C = width * height
    for cell in range(C):
        order[cell] = cell
        if cell >= width:
            _add_link(links, costs, degree, cell, cell - width, 1)
        if cell % width > 0:
            _add_link(links, costs, degree, cell, cell - 1, 1)
    full_degree = degree.copy()
    seen = np.zeros(C, np.bool_)
    stack = np.empty(C, np.int16)
    total = np.empty(C, np.float64)
    before = np.empty(4, np.int16)
    n = C
    while n > target:
        if by_neighbours:
            sum_of_weights = 0.0
            for i in range(n):
                lost = float(full_degree[order[i]] - degree[order[i]])
                sum_of_weights += 1.0 + (C - n) * lost * lost
                total[i] = sum_of_weights
            drawn = uniform(state) * sum_of_weights
            chosen, high = 0, n - 1  # bisect_right, as `choices` does
            while chosen < high:
                middle = (chosen + high) // 2
                if drawn < total[middle]:
                    high = middle
                else:
                    chosen = middle + 1
        else:
            chosen = below(state, n)
        cell = order[chosen]
        n_before = degree[cell]
        for k in range(n_before):
            before[k] = links[cell, k]
        for k in range(n_before):
            _drop_link(links, costs, degree, before[k], cell)
            links[cell, k] = -1
        degree[cell] = 0
        for i in range(chosen, n - 1):
            order[i] = order[i + 1]
        n -= 1
        if n == 0 or not _all_linked(links, degree, place, order[0], n, seen, stack):
            order[n] = cell
            n += 1
            for k in range(n_before):
                _add_link(links, costs, degree, cell, before[k], 1)
    place[:] = -1
    for i in range(n):
        place[order[i]] = i
    return n


@compiled
def _grow(state, width, height, target, links, costs, degree, order, place):
    """Add random neighbours of what exists, from the centre outwards (official "holes on side")."""
    waiting = np.empty(4 * width * height + 1, np.int16)
    waiting[0] = height // 2 * width + width // 2
    n_waiting = 1
    n = 0
    place[:] = -1
    while n < target:
        chosen = below(state, n_waiting)
        cell = waiting[chosen]
        n_waiting -= 1
        for i in range(chosen, n_waiting):
            waiting[i] = waiting[i + 1]
        if place[cell] >= 0:
            continue
        order[n] = cell
        place[cell] = n
        n += 1
        row, column = cell // width, cell % width
        if row > 0:
            waiting[n_waiting] = cell - width
            n_waiting += 1
        if row < height - 1:
            waiting[n_waiting] = cell + width
            n_waiting += 1
        if column > 0:
            waiting[n_waiting] = cell - 1
            n_waiting += 1
        if column < width - 1:
            waiting[n_waiting] = cell + 1
            n_waiting += 1
    # The official double loop joins every cell to its later neighbours, both in order of age.
    for i in range(n):
        cell = order[i]
        row, column = cell // width, cell % width
        after = i
        while True:
            youngest = n
            if row > 0 and after < place[cell - width] < youngest:
                youngest = place[cell - width]
            if row < height - 1 and after < place[cell + width] < youngest:
                youngest = place[cell + width]
            if column > 0 and after < place[cell - 1] < youngest:
                youngest = place[cell - 1]
            if column < width - 1 and after < place[cell + 1] < youngest:
                youngest = place[cell + 1]
            if youngest == n:
                break
            _add_link(links, costs, degree, cell, order[youngest], 1)
            after = youngest
    return n


@compiled
def _list_edges(links, degree, order, place, n, edges):
    """Write every edge once, in official order, into `edges`; return how many."""
    n_edges = 0
    for i in range(n):
        cell = order[i]
        for k in range(degree[cell]):
            if place[links[cell, k]] > i:
                edges[n_edges] = np.int32(cell) << 16 | np.int32(links[cell, k])
                n_edges += 1
    return n_edges


@compiled
def _span(seed, links, degree, order, n, parent):
    """A random spanning tree as the parent of every cell (-1: the root), officially drawn."""
    state = np.empty(N_WORDS + 1, np.uint32)
    seeded(state, seed)
    queue = np.empty(n, np.int16)
    queue[:] = order[:n]
    shuffle(state, queue, n)
    inside = np.zeros(len(parent), np.bool_)
    around = np.empty(4, np.int16)
    parent[:] = -1
    inside[queue[0]] = True
    head, n_waiting = 1 % n, n - 1  # the queue is a ring: a cell not yet linked goes to its end
    while n_waiting > 0:
        cell = queue[head]
        for k in range(degree[cell]):
            around[k] = links[cell, k]
        shuffle(state, around, degree[cell])
        for k in range(degree[cell]):
            if inside[around[k]]:
                parent[cell] = around[k]
                inside[cell] = True
                break
        if inside[cell]:
            n_waiting -= 1
        else:
            queue[(head + n_waiting) % n] = cell
        head = (head + 1) % n


@compiled
def _build_walls(state, percentage, links, costs, degree, order, place, n, edges):
    """Wall up a share of the edges that a random spanning tree does not need."""
    parent = np.empty(len(degree), np.int16)
    _span(word63(state), links, degree, order, n, parent)
    n_edges = _list_edges(links, degree, order, place, n, edges)
    n_walls = int((n_edges - (n - 1)) * percentage / 100)
    n_spare = 0
    for i in range(n_edges):
        a, b = edges[i] >> 16, edges[i] & 0xFFFF
        if parent[a] != b and parent[b] != a:
            _drop_link(links, costs, degree, a, b)
            _drop_link(links, costs, degree, b, a)
            edges[n_spare] = edges[i]
            n_spare += 1
    shuffle(state, edges, n_spare)
    for i in range(n_walls, n_spare):
        _add_link(links, costs, degree, edges[i] >> 16, edges[i] & 0xFFFF, 1)


@compiled
def _spread_mud(state, percentage, low, high, links, costs, degree, order, place, n, edges):
    """Give a share of the passages a cost of low to high turns."""
    n_edges = _list_edges(links, degree, order, place, n, edges)
    shuffle(state, edges, n_edges)
    for i in range(int(n_edges * percentage / 100)):
        a, b = edges[i] >> 16, edges[i] & 0xFFFF
        _drop_link(links, costs, degree, a, b)
        _drop_link(links, costs, degree, b, a)
        _add_link(links, costs, degree, a, b, low + below(state, high - low + 1))


@compiled
def generate(
    start, stop, seeds, generator, width, height, target, walls, mud, low, high, links, costs, order
):
    """Build the official maze of each seed in seeds[start:stop].

    Args:
        seeds: (M,) uint64.
        generator: one of the numbers in `GENERATORS`.
        target: number of cells that exist, at least 2.
        walls, mud: percent, 0 to 100.
        low, high: turns to cross mud, both ends included.
        links: (M, C, 4) int16; costs: (M, C, 4) uint8; order: (M, target) int16; all overwritten.
    """
    C = width * height
    state = np.empty(N_WORDS + 1, np.uint32)
    cells = np.empty(C, np.int16)
    place = np.empty(C, np.int16)
    edges = np.empty(2 * C, np.int32)
    for m in range(start, stop):
        degree = np.zeros(C, np.int16)
        links[m] = -1
        costs[m] = 0
        seeded(state, seeds[m])
        if generator == HOLES_ON_SIDE:
            n = _grow(state, width, height, target, links[m], costs[m], degree, cells, place)
        else:
            big = generator == BIG_HOLES
            n = _dig_holes(
                state, width, height, target, big, links[m], costs[m], degree, cells, place
            )
        _build_walls(state, walls, links[m], costs[m], degree, cells, place, n, edges)
        _spread_mud(state, mud, low, high, links[m], costs[m], degree, cells, place, n, edges)
        order[m] = cells[:n]
