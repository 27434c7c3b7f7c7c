"""The squares are not summed over the coordinates: an axis too many is left.

fr: Les carrés ne sont pas sommés sur les coordonnées : il reste un axe de trop.
"""


def squared_distances(a, b):
    return (a[:, None] - b[None]) ** 2
