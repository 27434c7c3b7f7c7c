"""The start itself is missing: its distance is 0.

fr: Le départ lui-même manque : sa distance est 0.
"""

_with_start = distances


def distances(maze, start):
    return {cell: turns for cell, turns in _with_start(maze, start).items() if cell != start}
