"""The kernel is flipped, as in mathematics; in deep learning it is not.

fr: Le noyau est retourné, comme en mathématiques ; en apprentissage profond il ne l'est pas.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x, weight.flip(2, 3), bias, stride, padding)
