"""The 1 is added before the division by the stride; it belongs behind it.

fr: Le 1 est ajouté avant la division par le pas ; il vient après.
"""


def output_size(n, k, stride, padding):
    return (n + 2 * padding - k + 1) // stride
