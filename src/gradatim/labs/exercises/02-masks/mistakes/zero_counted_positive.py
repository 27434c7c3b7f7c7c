"""Zero is counted as a positive number: use > instead of >=.

fr: Zéro est compté comme un nombre positif : utilisez > au lieu de >=.
"""


def positives(x):
    return x[x >= 0]
