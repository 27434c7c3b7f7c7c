"""The zeros surround one axis only; rows and columns both need them.

fr: Les zéros n'entourent qu'un axe ; il en faut pour les lignes et les colonnes.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(F.pad(x, (padding, padding, 0, 0)), weight, bias, stride, 0)
