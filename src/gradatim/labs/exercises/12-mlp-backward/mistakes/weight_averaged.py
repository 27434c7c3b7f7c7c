"""dW is divided by the batch size; the mean is in dy already.

fr: dW est divisé par la taille du lot ; la moyenne est déjà dans dy.
"""


def linear_backward(dy, x, W):
    return dy @ W, dy.T @ x / len(x), dy.sum(dim=0)
