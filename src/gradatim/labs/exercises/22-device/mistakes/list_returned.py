"""A list of numbers is returned; a tensor on the device of tokens is asked for.

fr: Une liste de nombres est renvoyée ; il faut un tenseur sur l'appareil de tokens.
"""


def positions(tokens):
    return list(range(tokens.shape[1]))
