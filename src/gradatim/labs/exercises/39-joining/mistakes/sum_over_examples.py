"""The sum also runs over the examples: b must stay on the right of the arrow.

fr: La somme parcourt aussi les exemples : b doit rester à droite de la flèche.
"""


def bilinear(x, W, y):
    return torch.einsum("bi,kij,bj->k", x, W, y)
