"""There is one loss more or less than steps.

fr: Il y a une perte de plus ou de moins que de pas.
"""

_right = overfit


def overfit(model, x, y, rate, steps):
    return _right(model, x, y, rate, steps)[1:]
