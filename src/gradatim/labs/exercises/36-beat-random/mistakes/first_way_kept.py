"""The first path that is found is kept, even if a path with more cells takes fewer turns.

fr: Le premier chemin trouvé est gardé, même si un chemin avec plus de cases prend moins de tours.
"""


def distances(maze, start):
    found, queue = {start: 0}, [start]
    for cell in queue:
        for neighbour, cost in maze[cell].items():
            if neighbour not in found:
                found[neighbour] = found[cell] + cost
                queue.append(neighbour)
    return found
