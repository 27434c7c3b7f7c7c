"""The zeros are only above and to the left; half of them belong below and to the right.

fr: Les zéros ne sont qu'en haut et à gauche ; la moitié doit être en bas et à droite.
"""

_full_convolution = convolution


def convolution(x, weight, bias, stride, padding):
    x = F.pad(x, (2 * padding, 0, 2 * padding, 0))
    return _full_convolution(x, weight, bias, stride, 0)
