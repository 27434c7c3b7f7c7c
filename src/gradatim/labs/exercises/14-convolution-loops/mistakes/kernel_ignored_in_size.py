"""The size of the kernel is not subtracted.

fr: La taille du noyau n'est pas soustraite.
"""


def output_size(n, k, stride, padding):
    return (n + 2 * padding) // stride
