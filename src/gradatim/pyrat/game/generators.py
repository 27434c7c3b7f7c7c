"""The three official maze generators, compiled, with the official sequence of random calls.

The same seed gives the same maze as `pyrat-game`: not only the same walls and mud but the same
order of cells, because that order decides where cheese and random starts fall. So the graph below
behaves as Python's insertion-ordered dictionaries do: a cell that is put back goes to the end of
the order, and so does a neighbor.

Shapes: C cells of the rectangle (height x width, row 0 north), cell = row * width + column.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.python_random import N_WORDS, below, mt19937_init, shuffle, uniform, word63

BIG_HOLES, UNIFORM_HOLES, HOLES_ON_SIDE = 0, 1, 2
GENERATORS = {
    "big-holes": BIG_HOLES,
    "uniform-holes": UNIFORM_HOLES,
    "holes-on-side": HOLES_ON_SIDE,
}


class MazeOptions(NamedTuple):
    """What a generator is told, in numbers that compiled code takes."""

    generator: int  # one of the numbers in `GENERATORS`
    width: int
    height: int
    n_cells: int  # cells that exist, at least 2
    walls: float  # percent, 0 to 100
    mud: float  # percent, 0 to 100
    mud_low: int  # turns to cross mud, included
    mud_high: int  # turns to cross mud, included


class MazeGraph(NamedTuple):
    """A maze under construction."""

    links: np.ndarray  # (C, 4) int16, neighbors of a cell in official order, -1 behind the last
    costs: np.ndarray  # (C, 4) uint8, turns to the neighbor in the same column of `links`
    degree: np.ndarray  # (C,) int16, number of neighbors
    order: np.ndarray  # (C,) int16, cells in official order; only the first n exist
    place: np.ndarray  # (C,) int16, position of a cell in `order`, -1 for a hole


@compiled
def _add_link(graph, a, b, cost):
    """Join two cells, each at the end of the other's neighbors."""
    links, costs, degree = graph.links, graph.costs, graph.degree
    links[a, degree[a]] = b
    costs[a, degree[a]] = cost
    degree[a] += 1
    links[b, degree[b]] = a
    costs[b, degree[b]] = cost
    degree[b] += 1


@compiled
def _drop_link(graph, a, b):
    """Take b out of the neighbors of a, keeping the order of the others."""
    links, costs = graph.links, graph.costs
    last = graph.degree[a] - 1
    k = 0
    while links[a, k] != b:
        k += 1
    while k < last:
        links[a, k] = links[a, k + 1]
        costs[a, k] = costs[a, k + 1]
        k += 1
    links[a, last] = -1
    costs[a, last] = 0
    graph.degree[a] = last


@compiled
def _is_connected(graph, start, n, seen, stack):
    """Whether the n existing cells can all be reached from `start`, by depth-first search."""
    links, degree = graph.links, graph.degree
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
def _dig_holes(state, options, graph):
    """Start from the full rectangle and take cells out while the maze stays connected.

    With big holes a cell beside a hole is likelier to be taken out. Returns how many cells exist.
    """
    links, degree, order, place = graph.links, graph.degree, graph.order, graph.place
    width = options.width
    C = width * options.height
    for cell in range(C):
        order[cell] = cell
        if cell >= width:
            _add_link(graph, cell, cell - width, 1)
        if cell % width > 0:
            _add_link(graph, cell, cell - 1, 1)
    full_degree = degree.copy()
    seen = np.zeros(C, np.bool_)
    stack = np.empty(C, np.int16)
    total = np.empty(C, np.float64)
    before = np.empty(4, np.int16)
    n = C
    while n > options.n_cells:
        if options.generator == BIG_HOLES:
            sum_of_weights = 0.0
            for i in range(n):
                # Neighbors that were taken out: beside a hole a cell is likelier to go, so holes
                # grow.
                lost = float(full_degree[order[i]] - degree[order[i]])
                sum_of_weights += 1.0 + (C - n) * lost * lost
                total[i] = sum_of_weights
            drawn = uniform(state) * sum_of_weights
            chosen, high = 0, n - 1  # bisect_right, as Python's `choices` does
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
            _drop_link(graph, before[k], cell)
            links[cell, k] = -1
        degree[cell] = 0
        for i in range(chosen, n - 1):
            order[i] = order[i + 1]
        n -= 1
        # Where the maze falls apart the cell comes back, but at the end of the order, as a key that
        # is deleted from a dictionary and set again.
        if n == 0 or not _is_connected(graph, order[0], n, seen, stack):
            order[n] = cell
            n += 1
            for k in range(n_before):
                _add_link(graph, cell, before[k], 1)
    place[:] = -1
    for i in range(n):
        place[order[i]] = i
    return n


@compiled
def _grow(state, options, graph):
    """Add random neighbors of existing cells, from the center outwards ("holes on side").

    Returns how many cells exist.
    """
    order, place = graph.order, graph.place
    width, height = options.width, options.height
    waiting = np.empty(4 * width * height + 1, np.int16)
    waiting[0] = height // 2 * width + width // 2
    n_waiting = 1
    n = 0
    place[:] = -1
    while n < options.n_cells:
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
    # The official double loop joins every cell to its later neighbors, both in order of age.
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
            _add_link(graph, cell, order[youngest], 1)
            after = youngest
    return n


@compiled
def _list_edges(graph, n, edges):
    """Write every edge once, in official order, into `edges`; return how many.

    An edge is one number, so that `shuffle` can move it: the older cell in the upper 16 bits.
    """
    n_edges = 0
    for i in range(n):
        cell = graph.order[i]
        for k in range(graph.degree[cell]):
            neighbor = graph.links[cell, k]
            if graph.place[neighbor] > i:
                edges[n_edges] = np.int32(cell) << 16 | np.int32(neighbor)
                n_edges += 1
    return n_edges


@compiled
def _span(seed, graph, n, parent):
    """A random spanning tree as the parent of every cell (-1: the root), officially drawn."""
    links, degree = graph.links, graph.degree
    state = np.empty(N_WORDS + 1, np.uint32)
    mt19937_init(state, seed)
    queue = np.empty(n, np.int16)
    queue[:] = graph.order[:n]
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
def _build_walls(state, options, graph, n, edges):
    """Wall up a percentage of the edges that a random spanning tree does not need."""
    parent = np.empty(len(graph.degree), np.int16)
    _span(word63(state), graph, n, parent)
    n_edges = _list_edges(graph, n, edges)
    # A tree over n cells has n - 1 edges; of the others, this percentage becomes walls.
    n_walls = int((n_edges - (n - 1)) * options.walls / 100)
    n_spare = 0
    for i in range(n_edges):
        a, b = edges[i] >> 16, edges[i] & 0xFFFF
        if parent[a] != b and parent[b] != a:
            _drop_link(graph, a, b)
            _drop_link(graph, b, a)
            edges[n_spare] = edges[i]
            n_spare += 1
    shuffle(state, edges, n_spare)
    for i in range(n_walls, n_spare):
        _add_link(graph, edges[i] >> 16, edges[i] & 0xFFFF, 1)


@compiled
def _spread_mud(state, options, graph, n, edges):
    """Give a percentage of the passages a cost of mud_low to mud_high turns."""
    n_edges = _list_edges(graph, n, edges)
    shuffle(state, edges, n_edges)
    n_depths = options.mud_high - options.mud_low + 1
    for i in range(int(n_edges * options.mud / 100)):
        a, b = edges[i] >> 16, edges[i] & 0xFFFF
        _drop_link(graph, a, b)
        _drop_link(graph, b, a)
        _add_link(graph, a, b, options.mud_low + below(state, n_depths))


@compiled
def generate(start, stop, seeds, options, links, costs, order):
    """Build the official maze of each seed in seeds[start:stop].

    Args:
        seeds: (M,) uint64.
        options: a `MazeOptions`.
        links: (M, C, 4) int16; costs: (M, C, 4) uint8; order: (M, n_cells) int16; all overwritten.
    """
    C = options.width * options.height
    state = np.empty(N_WORDS + 1, np.uint32)
    cells = np.empty(C, np.int16)
    place = np.empty(C, np.int16)
    edges = np.empty(2 * C, np.int32)
    for m in range(start, stop):
        links[m] = -1
        costs[m] = 0
        graph = MazeGraph(links[m], costs[m], np.zeros(C, np.int16), cells, place)
        mt19937_init(state, seeds[m])
        if options.generator == HOLES_ON_SIDE:
            n = _grow(state, options, graph)
        else:
            n = _dig_holes(state, options, graph)
        _build_walls(state, options, graph, n, edges)
        _spread_mud(state, options, graph, n, edges)
        order[m] = cells[:n]
