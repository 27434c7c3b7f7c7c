"""Only the first image of the batch is computed.

fr: Seule la première image du lot est calculée.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    y = torch.zeros_like(_right(x, weight, bias, stride, padding))
    y[0] = _right(x[:1], weight, bias, stride, padding)[0]
    return y
