"""The errors are summed over the batch; their mean is asked for.

fr: Les erreurs sont sommées sur le lot ; il faut leur moyenne.
"""


def loss(w, b, x, y):
    return ((torch.sigmoid(x @ w + b) - y) ** 2).sum()
