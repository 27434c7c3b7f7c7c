_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(F.pad(x, (0, 0, padding, padding)), weight, bias, stride, 0)
