"""x[mask] = 0 writes into the caller's tensor; write into x.clone() instead.

fr: x[masque] = 0 écrit dans le tenseur de l'appelant ; écrivez plutôt dans x.clone().
"""


def without_negatives(x):
    x[x < 0] = 0
    return x
