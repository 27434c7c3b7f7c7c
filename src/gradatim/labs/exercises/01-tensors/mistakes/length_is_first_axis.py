"""The number of elements is counted with len, which gives the size of the first axis only.

fr: Le nombre d'éléments vient de len, qui ne donne que la taille du premier axe.
"""


def describe(x):
    return tuple(x.shape), x.dim(), len(x) if x.dim() else 1
