"""+1 and -1 are exchanged.

fr: +1 et -1 sont échangés.
"""


def predict(x, w, b):
    return torch.where(x @ w + b > 0, -1.0, 1.0)
