"""The padding is ignored.

fr: Le padding est ignoré.
"""


def output_size(n, k, stride, padding):
    return (n - k) // stride + 1


_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x, weight, bias, stride, 0)
