"""Zero is taken for a positive number: >= instead of >.

fr: Zéro est pris pour un nombre positif : >= au lieu de >.
"""


def positives(x):
    return x[x >= 0]
