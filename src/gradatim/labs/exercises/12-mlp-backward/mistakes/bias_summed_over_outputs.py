"""db is summed over the outputs, one number per example; sum over the batch.

fr: db est sommé sur les sorties, un nombre par exemple ; sommez sur le lot.
"""


def linear_backward(dy, x, W):
    return dy @ W, dy.T @ x, dy.sum(1)
