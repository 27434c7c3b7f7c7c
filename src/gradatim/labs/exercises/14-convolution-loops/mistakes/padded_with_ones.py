"""The border is not filled with zeros.

fr: Le bord n'est pas rempli de zéros.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(F.pad(x, (padding,) * 4, value=1.0), weight, bias, stride, 0)
