"""The stride is ignored: divide by it.

fr: Le pas (stride) est ignoré : divisez par lui.
"""


def output_size(n, k, stride, padding):
    return n + 2 * padding - k + 1
