"""The slopes are summed to one number; one per coordinate is asked for.

fr: Les pentes sont sommées en un nombre ; il en faut une par coordonnée.
"""

_right = central_difference


def central_difference(f, w, h):
    return _right(f, w, h).sum()
