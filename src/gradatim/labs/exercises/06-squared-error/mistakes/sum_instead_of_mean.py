"""The errors are summed, not averaged: the loss grows with the batch size.

fr: Les erreurs sont sommées au lieu d'être moyennées : la perte grandit avec la taille du lot.
"""


def squared_error(prediction, target):
    return ((prediction - target) ** 2).sum()
