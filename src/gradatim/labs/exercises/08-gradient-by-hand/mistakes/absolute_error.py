"""The absolute errors are averaged; they must be squared.

fr: Les erreurs absolues sont moyennées ; il faut les mettre au carré.
"""


def loss(w, b, x, y):
    return (torch.sigmoid(x @ w + b) - y).abs().mean()
