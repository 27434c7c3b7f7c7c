"""The padding is counted once; it is on both sides, so it counts twice.

fr: Le remplissage est compté une fois ; il est des deux côtés, donc il compte deux fois.
"""


def output_size(n, k, stride, padding):
    return (n + padding - k) // stride + 1
