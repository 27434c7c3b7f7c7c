"""Cells that cannot be reached are listed too, with infinity; leave them out.

fr: Les cases qu'on ne peut pas atteindre sont listées aussi, avec l'infini ; laissez-les de côté.
"""

with_reached_only = distances


def distances(maze, start):
    return {cell: float("inf") for cell in maze} | with_reached_only(maze, start)
