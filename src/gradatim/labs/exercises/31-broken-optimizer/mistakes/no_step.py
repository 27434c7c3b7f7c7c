"""The head never takes a step: zero_grad comes between backward and step, or step is missing.

fr: La tête ne fait jamais de pas : zero_grad est entre backward et step, ou step manque.
"""

_right = fine_tune


def fine_tune(model, n_classes, x, labels, rate, steps):
    return _right(model, n_classes, x, labels, 0.0, steps)
