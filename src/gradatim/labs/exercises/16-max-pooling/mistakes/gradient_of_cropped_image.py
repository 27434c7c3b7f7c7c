"""The gradient has the size of the blocks together; it must have the size of x, with 0 in an odd
last row or column.

fr: Le gradient a la taille des blocs réunis ; il doit avoir la taille de x, avec 0 dans une
dernière ligne ou colonne impaire.
"""

_right = max_pool_backward


def max_pool_backward(dy, x):
    return _right(dy, x)[:, :, : 2 * dy.shape[2], : 2 * dy.shape[3]]
