"""relu returns 0 and 1 (the slope); it should return x where x is positive.

fr: relu renvoie 0 et 1 (la pente) ; elle doit renvoyer x là où x est positif.
"""


def relu(x):
    return (x > 0).float()
