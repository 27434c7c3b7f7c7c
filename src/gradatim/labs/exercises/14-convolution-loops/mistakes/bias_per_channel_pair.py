"""The bias is added once per input channel; it should be added once per output channel.

fr: Le biais est ajouté une fois par canal d'entrée ; il doit l'être une fois par canal de sortie.
"""

_full_convolution = convolution


def convolution(x, weight, bias, stride, padding):
    return _full_convolution(x, weight, bias * x.shape[1], stride, padding)
