"""The first path that is found to a cell is kept, even if another path takes fewer turns.

fr: Le premier chemin trouvé vers une case est gardé, même si un autre prend moins de tours.
"""


def distances(maze, start):
    found, queue = {start: 0}, [start]
    for cell in queue:
        for neighbour, cost in maze[cell].items():
            if neighbour not in found:
                found[neighbour] = found[cell] + cost
                queue.append(neighbour)
    return found
