"""The losses are noted after each step; the loss before it is asked for.

fr: Les pertes sont notées après chaque pas ; il faut celle d'avant.
"""

_right = fine_tune


def fine_tune(model, n_classes, x, labels, rate, steps):
    losses = _right(model, n_classes, x, labels, rate, steps)
    return [*losses, F.cross_entropy(model.head(model.body(x)), labels).item()][1:]
