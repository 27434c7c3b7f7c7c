"""All zeros of the padding are below and on the right; half of them belong above and on the left.

fr: Tous les zéros du remplissage sont en bas et à droite ; la moitié va en haut et à gauche.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    wide = torch.zeros(*x.shape[:2], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding)
    wide[:, :, : x.shape[2], : x.shape[3]] = x
    return _right(wide, weight, bias, stride, 0)
