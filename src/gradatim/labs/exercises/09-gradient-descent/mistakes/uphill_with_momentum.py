"""A plus instead of a minus: w moves up the slope.

fr: Un plus au lieu d'un moins : w remonte la pente.
"""

_right = momentum_descend


def momentum_descend(gradient, w, rate, beta, steps):
    return _right(gradient, w, -rate, beta, steps)
