"""Cells are removed from the caller's maze while searching: work on a copy, or keep a set of seen
cells.

fr: Des cases sont retirées du labyrinthe de l'appelant pendant la recherche : travaillez sur une
copie, ou gardez un ensemble de cases vues.
"""

_right = distances


def distances(maze, start):
    found = _right(maze, start)
    for cell in found:
        maze.pop(cell)
    return found
