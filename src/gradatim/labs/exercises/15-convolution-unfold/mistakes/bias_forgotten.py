"""The bias is not added.

fr: Le biais n'est pas ajouté.
"""

_with_bias = convolution


def convolution(x, weight, bias):
    return _with_bias(x, weight, 0 * bias)
