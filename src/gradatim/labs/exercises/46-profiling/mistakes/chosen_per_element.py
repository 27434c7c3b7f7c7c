"""Each element is chosen by its own sign; the sum of all decides for all.

fr: Chaque élément est choisi selon son propre signe ; c'est la somme de tous qui décide pour tous.
"""


def balance(x):
    return torch.where(x > 0, 2 * x, x - 1)
