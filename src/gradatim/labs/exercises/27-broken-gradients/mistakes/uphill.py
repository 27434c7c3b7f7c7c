"""The step goes uphill: subtract the gradient.

fr: Le pas va dans le sens de la montée : soustrayez le gradient.
"""

_right = train


def train(model, x, y, rate, steps):
    return _right(model, x, y, -rate, steps)
