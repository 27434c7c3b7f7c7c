"""The difference is not divided by 2h.

fr: La différence n'est pas divisée par 2h.
"""

_right = central_difference


def central_difference(f, w, h):
    return _right(f, w, h) * 2 * h
