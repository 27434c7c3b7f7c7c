"""A sum of exactly 0 counts as +1 here; it should count as -1.

fr: Une somme nulle compte ici pour +1 ; elle doit compter pour -1.
"""


def predict(x, w, b):
    return torch.where(x @ w + b >= 0, 1.0, -1.0)
