"""The input channels are averaged; they are added up.

fr: Les canaux d'entrée sont moyennés ; il faut les additionner.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    y = _right(x, weight, 0 * bias, stride, padding) / x.shape[1]
    return y + bias[:, None, None]
