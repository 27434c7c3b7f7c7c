"""The start is missing from the path, which should have steps + 1 points.

fr: Le départ manque dans le chemin, qui doit avoir steps + 1 points.
"""

_right = momentum_descend


def momentum_descend(gradient, w, rate, beta, steps):
    return _right(gradient, w, rate, beta, steps)[1:]
