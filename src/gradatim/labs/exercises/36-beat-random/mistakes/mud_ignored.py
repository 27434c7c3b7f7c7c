"""Cells are counted instead of turns: mud takes more than one turn.

fr: On compte les cases au lieu des tours : la boue prend plus d'un tour.
"""


def distances(maze, start):
    found, queue = {start: 0}, [start]
    for cell in queue:
        for neighbour in maze[cell]:
            if neighbour not in found:
                found[neighbour] = found[cell] + 1
                queue.append(neighbour)
    return found
