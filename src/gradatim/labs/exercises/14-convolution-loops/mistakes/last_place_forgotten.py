"""The + 1 is missing: on n numbers a kernel of size n has one place, not zero.

fr: Il manque le + 1 : sur n nombres un noyau de taille n a une place, pas zéro.
"""


def output_size(n, k, stride, padding):
    return (n + 2 * padding - k) // stride
