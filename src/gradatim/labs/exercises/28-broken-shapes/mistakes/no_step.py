"""The weights never change: they are still 0.

fr: Les poids ne changent jamais : ils valent encore 0.
"""

_right = fit


def fit(x, y, rate, steps):
    return _right(x, y, rate, 0)
