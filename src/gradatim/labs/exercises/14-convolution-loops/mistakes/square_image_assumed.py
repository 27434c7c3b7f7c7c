"""The height is used for the width as well: wrong for images or kernels that are not square.

fr: La hauteur sert aussi de largeur : faux pour des images ou des noyaux non carrés.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    y = _right(x, weight, bias, stride, padding)
    rows = output_size(x.shape[2], weight.shape[2], stride, padding)
    return F.pad(y, (0, max(rows - y.shape[3], 0)))[:, :, :, :rows]
