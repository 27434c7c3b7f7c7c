"""The sign of the gradient is wrong: the row of the choice minus the mean, not the other way round.

fr: Le signe du gradient est faux : la ligne du choix moins la moyenne, pas l'inverse.
"""

_right = gradient


def gradient(weights, features, choice):
    return -_right(weights, features, choice)
