"""A sum of 0 gives 0, as with torch.sign, which is neither +1 nor -1: it counts as -1 here.

fr: Une somme nulle donne 0, comme avec torch.sign, ni +1 ni -1 : ici elle compte pour -1.
"""


def predict(x, w, b):
    return torch.sign(x @ w + b)
