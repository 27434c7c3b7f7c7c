"""The largest absolute value of each block is taken; the sign of a number counts.

fr: La plus grande valeur absolue de chaque bloc est prise ; le signe d'un nombre compte.
"""


def max_pool(x):
    return blocks(x).abs().amax(dim=(3, 5))
