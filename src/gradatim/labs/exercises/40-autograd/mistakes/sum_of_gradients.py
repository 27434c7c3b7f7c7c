"""The gradients are summed to one number.

fr: Les gradients sont sommés en un nombre.
"""

_right = slope


def slope(f, x):
    return _right(f, x).sum()
