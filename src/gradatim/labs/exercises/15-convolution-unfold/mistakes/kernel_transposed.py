"""The rows and columns of the kernel are exchanged.

fr: Les lignes et colonnes du noyau sont échangées.
"""

_right = convolution


def convolution(x, weight, bias):
    return _right(x, weight.transpose(2, 3), bias)
