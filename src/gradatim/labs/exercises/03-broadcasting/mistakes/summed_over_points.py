"""The sum runs over the points instead of their coordinates.

fr: La somme porte sur les points et non sur leurs coordonnées.
"""


def squared_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(1)
