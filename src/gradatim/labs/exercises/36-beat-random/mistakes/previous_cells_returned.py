"""The cell before each cell is returned; the number of turns to it is asked for.

fr: La case d'avant chaque case est renvoyée ; le nombre de tours pour y aller est demandé.
"""


def distances(maze, start):
    found, before, candidates = {}, {}, [(0, start, start)]
    while candidates:
        turns, cell, last = heapq.heappop(candidates)
        if cell not in before:
            before[cell] = last
            for neighbour, cost in maze[cell].items():
                heapq.heappush(candidates, (turns + cost, neighbour, cell))
    return before
