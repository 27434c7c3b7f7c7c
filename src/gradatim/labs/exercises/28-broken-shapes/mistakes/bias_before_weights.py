"""The parts are exchanged: (w, b) is asked for.

fr: Les parties sont échangées : (w, b) est demandé.
"""

_right = fit


def fit(x, y, rate, steps):
    w, b = _right(x, y, rate, steps)
    return b, w
