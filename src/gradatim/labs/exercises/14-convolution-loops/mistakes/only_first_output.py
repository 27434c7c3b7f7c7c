"""Only the first output channel is computed.

fr: Seul le premier canal de sortie est calculé.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    y = torch.zeros_like(_right(x, weight, bias, stride, padding))
    y[:, :1] = _right(x, weight[:1], bias[:1], stride, padding)
    return y
