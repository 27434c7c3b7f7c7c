"""The gradients are summed to one number; there is one per coordinate.

fr: Les gradients sont sommés en un nombre ; il y en a un par coordonnée.
"""

_right = slope


def slope(f, x):
    return _right(f, x).sum()
