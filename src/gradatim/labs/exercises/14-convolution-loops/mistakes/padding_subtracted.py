"""The padding is subtracted; it makes the row longer.

fr: Le remplissage est soustrait ; il rallonge la ligne.
"""


def output_size(n, k, stride, padding):
    return (n - 2 * padding - k) // stride + 1
