"""Only the turns of the last step are kept, not the sum from the start.

fr: Seuls les tours du dernier pas sont gardés, non la somme depuis le départ.
"""


def distances(maze, start):
    found, todo = {start: 0}, [start]
    while todo:
        cell = todo.pop(0)
        for neighbour, cost in maze[cell].items():
            if neighbour not in found:
                found[neighbour] = cost
                todo.append(neighbour)
    return found
