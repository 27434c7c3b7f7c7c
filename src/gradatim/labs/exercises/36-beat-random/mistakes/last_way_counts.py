"""The last path that is found overwrites a shorter one.

fr: Le dernier chemin trouvé écrase un plus court.
"""


def distances(maze, start):
    found, todo = {start: 0}, [start]
    seen = {start}
    while todo:
        cell = todo.pop(0)
        for neighbour, cost in maze[cell].items():
            found[neighbour] = found[cell] + cost
            if neighbour not in seen:
                seen.add(neighbour)
                todo.append(neighbour)
    return found
