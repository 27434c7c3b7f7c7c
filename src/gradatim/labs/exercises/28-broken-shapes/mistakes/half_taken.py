"""The loss has a factor 1/2 too many.

fr: La perte a un facteur 1/2 de trop.
"""

_right = fit


def fit(x, y, rate, steps):
    return _right(x, y, rate / 2, steps)
