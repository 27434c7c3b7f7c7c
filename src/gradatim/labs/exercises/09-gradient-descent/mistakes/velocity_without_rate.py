"""The velocity is subtracted without the rate.

fr: La vitesse est soustraite sans le taux.
"""

_right = momentum_descend


def momentum_descend(gradient, w, rate, beta, steps):
    return _right(gradient, w, 1.0, beta, steps)
