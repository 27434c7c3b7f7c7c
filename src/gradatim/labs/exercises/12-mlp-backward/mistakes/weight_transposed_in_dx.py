"""dx is dy @ W; here W is transposed.

fr: dx vaut dy @ W ; ici W est transposé.
"""


def linear_backward(dy, x, W):
    return dy @ W.T, dy.T @ x, dy.sum(0)
