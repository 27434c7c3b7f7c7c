"""The padding is on both sides: it counts twice.

fr: Le remplissage est des deux côtés : il compte deux fois.
"""


def output_size(n, k, stride, padding):
    return (n + padding - k) // stride + 1
