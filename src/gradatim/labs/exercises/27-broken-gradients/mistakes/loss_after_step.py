"""The losses are noted after each step; the loss before it is asked for.

fr: Les pertes sont notées après chaque pas ; il faut celle d'avant.
"""

_right = train


def train(model, x, y, rate, steps):
    return [*_right(model, x, y, rate, steps), F.mse_loss(model(x), y).item()][1:]
