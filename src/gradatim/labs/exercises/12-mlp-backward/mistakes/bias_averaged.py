"""The gradient of the bias is the sum over the batch, not the mean.

fr: Le gradient du biais est la somme sur le lot, pas la moyenne.
"""


def linear_backward(dy, x, W):
    return dy @ W, dy.T @ x, dy.mean(dim=0)
