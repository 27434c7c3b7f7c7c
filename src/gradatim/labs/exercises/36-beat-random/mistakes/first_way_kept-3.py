"""The first path that is found to a cell is kept, even if another path takes fewer turns.

fr: Le premier chemin trouvé vers une case est gardé, même si un autre prend moins de tours.
"""


def distances(maze, start):
    found, candidates = {start: 0}, [(0, start)]
    while candidates:
        turns, cell = heapq.heappop(candidates)
        for neighbour, cost in maze[cell].items():
            if neighbour not in found:
                found[neighbour] = turns + cost
                heapq.heappush(candidates, (turns + cost, neighbour))
    return found
