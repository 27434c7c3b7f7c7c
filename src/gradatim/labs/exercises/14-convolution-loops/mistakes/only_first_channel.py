"""Only the first input channel is used; sum over all of them.

fr: Seul le premier canal d'entrée est utilisé ; sommez sur tous.
"""

_full_convolution = convolution


def convolution(x, weight, bias, stride, padding):
    return _full_convolution(x[:, :1], weight[:, :1], bias, stride, padding)
