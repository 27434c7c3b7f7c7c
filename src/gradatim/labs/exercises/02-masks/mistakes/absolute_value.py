"""The negative numbers change their sign; they should become zero.

fr: Les nombres négatifs changent de signe ; ils doivent devenir zéro.
"""


def without_negatives(x):
    return x.abs()
