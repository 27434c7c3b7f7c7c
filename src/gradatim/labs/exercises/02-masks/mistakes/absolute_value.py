"""The sign of the negative numbers is changed; they should become zero.

fr: Le signe des nombres négatifs est changé ; ils doivent devenir zéro.
"""


def without_negatives(x):
    return x.abs()
