"""The step is fixed in the code; use the argument h.

fr: Le pas est fixé dans le code ; utilisez l'argument h.
"""

_right = central_difference


def central_difference(f, w, h):
    return _right(f, w, 0.01)
