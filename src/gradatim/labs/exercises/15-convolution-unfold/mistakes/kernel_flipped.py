"""The kernel is flipped; deep learning does not flip it.

fr: Le noyau est retourné ; en apprentissage profond on ne le retourne pas.
"""

_right = convolution, as_matrix


def convolution(x, weight, bias):
    return _right[0](x, weight.flip(2, 3), bias)


def as_matrix(kernel, n):
    return _right[1](kernel.flip(0), n)
