"""The weights never change.

fr: Les poids ne changent jamais.
"""

_right = train


def train(model, x, labels, rate, steps):
    return _right(model, x, labels, 0.0, steps)
