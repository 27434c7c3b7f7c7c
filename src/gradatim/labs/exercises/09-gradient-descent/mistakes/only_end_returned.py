"""Only the last w is returned; the whole path is asked for.

fr: Seul le dernier w est renvoyé ; il faut tout le chemin.
"""

_right = descend


def descend(gradient, w, rate, steps):
    return _right(gradient, w, rate, steps)[-1]
