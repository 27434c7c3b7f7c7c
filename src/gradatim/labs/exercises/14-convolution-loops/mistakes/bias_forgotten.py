"""The bias of the output channel is not added.

fr: Le biais du canal de sortie n'est pas ajouté.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x, weight, 0 * bias, stride, padding)
