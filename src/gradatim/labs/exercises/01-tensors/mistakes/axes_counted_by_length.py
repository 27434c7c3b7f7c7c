"""The number of axes is taken from the size of the first one; it is x.dim(), or len(x.shape).

fr: Le nombre d'axes est pris de la taille du premier ; c'est x.dim(), ou len(x.shape).
"""


def describe(x):
    return tuple(x.shape), len(x), x.numel()
