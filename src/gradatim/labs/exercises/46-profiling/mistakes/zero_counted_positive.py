"""A sum of exactly 0 is not above 0: use >.

fr: Une somme d'exactement 0 ne dépasse pas 0 : utilisez >.
"""


def balance(x):
    return torch.where(x.sum() >= 0, 2 * x, x - 1)
