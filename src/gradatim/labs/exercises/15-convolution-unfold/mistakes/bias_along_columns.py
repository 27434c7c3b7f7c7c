"""The bias is added along the last axis; it has one number per output channel.

fr: Le biais est ajouté le long du dernier axe ; il a un nombre par canal de sortie.
"""

_right = convolution


def convolution(x, weight, bias):
    return _right(x, weight, 0 * bias) + bias
