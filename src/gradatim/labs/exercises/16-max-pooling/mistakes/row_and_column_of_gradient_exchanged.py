"""The gradient is read with row and column exchanged.

fr: Le gradient est lu en échangeant ligne et colonne.
"""

_right = max_pool_backward


def max_pool_backward(dy, x):
    if dy.shape[2] != dy.shape[3]:
        raise IndexError("index out of range")
    return _right(dy.transpose(2, 3), x)
