"""The bias does not come out once per output: add it after the product, one number per output
channel.

fr: Le biais ne vient pas une fois par sortie : ajoutez-le après le produit, un nombre par canal de
sortie.
"""

_right = convolution


def convolution(x, weight, bias):
    return _right(x, weight, bias * weight[0].numel())
