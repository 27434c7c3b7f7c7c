"""The bias is added once for every input channel; it belongs to the output channel, once.

fr: Le biais est ajouté une fois par canal d'entrée ; il va au canal de sortie, une fois.
"""

_full_convolution = convolution


def convolution(x, weight, bias, stride, padding):
    return _full_convolution(x, weight, bias * x.shape[1], stride, padding)
