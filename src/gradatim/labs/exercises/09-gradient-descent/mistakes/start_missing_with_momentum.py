"""The start is missing from the path: it has steps + 1 points.

fr: Le départ manque dans le chemin : il a steps + 1 points.
"""

_right = momentum_descend


def momentum_descend(gradient, w, rate, beta, steps):
    return _right(gradient, w, rate, beta, steps)[1:]
