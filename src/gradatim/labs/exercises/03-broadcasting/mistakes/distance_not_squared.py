"""The square root was taken: squared distances are asked for.

fr: La racine a été prise : on demande des distances au carré.
"""


def squared_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1).sqrt()
