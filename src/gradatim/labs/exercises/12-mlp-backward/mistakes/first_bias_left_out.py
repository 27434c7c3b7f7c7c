"""b1 is left out of the forward pass.

fr: b1 est oublié dans la passe avant.
"""

_right = gradients


def gradients(x, labels, W1, b1, W2, b2):
    return _right(x, labels, W1, 0 * b1, W2, b2)
