"""w has shape (D,); (D, 1) is asked for.

fr: w est de forme (D,) ; il faut (D, 1).
"""

_right = fit


def fit(x, y, rate, steps):
    w, b = _right(x, y, rate, steps)
    return w.squeeze(1), b
