"""The first bias is added to every output channel; each has its own.

fr: Le premier biais est ajouté à chaque canal de sortie ; chacun a le sien.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x, weight, bias[:1].expand(len(bias)), stride, padding)
