"""Each input channel overwrites the one before; they should be added up.

fr: Chaque canal d'entrée écrase le précédent ; il faut les additionner.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x[:, -1:], weight[:, -1:], bias, stride, padding)
