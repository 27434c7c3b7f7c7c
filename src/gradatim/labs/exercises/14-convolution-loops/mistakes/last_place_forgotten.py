"""The + 1 is missing: on n numbers a kernel of size n has one position, not zero.

fr: Il manque le + 1 : sur n nombres un noyau de taille n a une position, pas zéro.
"""


def output_size(n, k, stride, padding):
    return (n + 2 * padding - k) // stride
