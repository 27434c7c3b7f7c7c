"""Only the last input channel counts, as if each overwrote the one before; they should be added
up.

fr: Seul le dernier canal d'entrée compte, comme si chacun écrasait le précédent ; il faut les
additionner.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x[:, -1:], weight[:, -1:], bias, stride, padding)
