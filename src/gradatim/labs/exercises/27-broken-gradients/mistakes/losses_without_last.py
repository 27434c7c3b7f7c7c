"""The list has not one loss per step.

fr: La liste n'a pas une perte par pas.
"""

_right = train


def train(model, x, y, rate, steps):
    return _right(model, x, y, rate, steps)[:-1]
