"""The sum also runs over the examples, and each has its own result: in einsum, b stays on the right
of the arrow.

fr: La somme parcourt aussi les exemples, or chacun a son résultat : dans einsum, b reste à droite
de la flèche.
"""


def bilinear(x, W, y):
    return torch.einsum("bi,kij,bj->k", x, W, y)
