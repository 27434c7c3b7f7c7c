"""x and y are exchanged: x goes with the second axis of W, y with the third.

fr: x et y sont échangés : x va avec le deuxième axe de W, y avec le troisième.
"""


def bilinear(x, W, y):
    return torch.einsum("bj,kij,bi->bk", x, W, y)
