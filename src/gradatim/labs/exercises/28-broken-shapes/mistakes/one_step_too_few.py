"""There is one step too few or too many.

fr: Il y a un pas de moins ou de trop.
"""

_right = fit


def fit(x, y, rate, steps):
    return _right(x, y, rate, steps - 1)
