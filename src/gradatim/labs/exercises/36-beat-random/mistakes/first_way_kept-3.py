"""The first path that is found is kept, even if a path with more cells takes fewer turns.

fr: Le premier chemin trouvé est gardé, même si un chemin avec plus de cases prend moins de tours.
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
