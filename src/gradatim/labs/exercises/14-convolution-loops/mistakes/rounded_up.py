"""The division rounds up; a last, incomplete step does not count.

fr: La division arrondit vers le haut ; un dernier pas incomplet ne compte pas.
"""


def output_size(n, k, stride, padding):
    return -(-(n + 2 * padding - k) // stride) + 1
