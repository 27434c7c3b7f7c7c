"""The caller's tensor is overwritten, for instance by x[mask] = 0 or clamp_; change a copy,
x.clone(), instead.

fr: Le tenseur de l'appelant est écrasé, par exemple par x[masque] = 0 ou clamp_ ; changez plutôt
une copie, x.clone().
"""


def without_negatives(x):
    x[x < 0] = 0
    return x
