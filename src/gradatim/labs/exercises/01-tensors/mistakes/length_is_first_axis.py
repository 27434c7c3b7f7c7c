"""The number of elements is taken from the size of the first axis, which is what len gives; all
sizes count, multiplied.

fr: Le nombre d'éléments est pris de la taille du premier axe, celle que donne len ; toutes les
tailles comptent, multipliées.
"""


def describe(x):
    return tuple(x.shape), x.dim(), len(x) if x.dim() else 1
