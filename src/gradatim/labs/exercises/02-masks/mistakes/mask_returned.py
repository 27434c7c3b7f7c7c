"""The mask itself is returned; x[mask] gives the numbers.

fr: Le masque lui-même est renvoyé ; x[mask] donne les nombres.
"""


def positives(x):
    return x > 0
