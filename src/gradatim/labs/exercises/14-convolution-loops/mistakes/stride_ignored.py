"""The stride is ignored: the kernel takes every position.

fr: Le pas (stride) est ignoré : le noyau prend toutes les positions.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x, weight, bias, 1, padding)
