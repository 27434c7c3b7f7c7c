"""The distance of start is not 0.

fr: La distance de start n'est pas 0.
"""

_right = distances


def distances(maze, start):
    return {cell: turns + 1 for cell, turns in _right(maze, start).items()}
