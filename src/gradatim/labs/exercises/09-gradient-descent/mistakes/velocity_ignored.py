"""There is no momentum: each step uses the gradient alone.

fr: Il n'y a pas d'inertie : chaque pas n'utilise que le gradient.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    return descend(gradient, w, rate, steps)
