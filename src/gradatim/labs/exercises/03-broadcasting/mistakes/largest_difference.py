"""The largest squared difference of the coordinates is taken; they must be summed.

fr: La plus grande différence au carré des coordonnées est prise ; il faut les sommer.
"""


def squared_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).amax(-1)
