"""The first way that is found is kept, even if a longer looking one takes fewer turns.

fr: Le premier chemin trouvé est gardé, même si un autre prend moins de tours.
"""


def distances(maze, start):
    found, queue = {start: 0}, [start]
    for cell in queue:
        for neighbour, cost in maze[cell].items():
            if neighbour not in found:
                found[neighbour] = found[cell] + cost
                queue.append(neighbour)
    return found
