"""L is folded into (columns, rows); the height should come first.

fr: L est replié en (colonnes, lignes) ; la hauteur doit venir d'abord.
"""


def convolution(x, weight, bias):
    k = weight.shape[-1]
    y = weight.flatten(1) @ patches(x, k) + bias[:, None]
    return y.unflatten(-1, (x.shape[3] - k + 1, x.shape[2] - k + 1))
