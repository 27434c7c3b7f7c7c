"""The squares are averaged over the coordinates; a squared distance is their sum.

fr: Les carrés sont moyennés sur les coordonnées ; une distance au carré est leur somme.
"""


def squared_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).mean(-1)
