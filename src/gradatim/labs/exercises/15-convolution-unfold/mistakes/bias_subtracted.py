"""The bias is subtracted; add it.

fr: Le biais est soustrait ; ajoutez-le.
"""

_right = convolution


def convolution(x, weight, bias):
    return _right(x, weight, -bias)
