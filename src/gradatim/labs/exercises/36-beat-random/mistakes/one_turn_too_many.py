"""Each passage counts one turn more than it takes.

fr: Chaque passage compte un tour de plus qu'il n'en prend.
"""


def distances(maze, start):
    more = {cell: {n: cost + 1 for n, cost in near.items()} for cell, near in maze.items()}
    found, candidates = {}, [(0, start)]
    while candidates:
        turns, cell = heapq.heappop(candidates)
        if cell not in found:
            found[cell] = turns
            for neighbour, cost in more[cell].items():
                heapq.heappush(candidates, (turns + cost, neighbour))
    return found
