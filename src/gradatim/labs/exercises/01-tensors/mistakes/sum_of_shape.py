"""The sizes of the shape are added; the number of elements is their product.

fr: Les tailles de la forme sont additionnées ; le nombre d'éléments est leur produit.
"""


def describe(x):
    return tuple(x.shape), x.dim(), sum(x.shape)
