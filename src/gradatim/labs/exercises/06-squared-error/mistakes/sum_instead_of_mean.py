"""The errors are summed, not averaged: the loss grows with the batch.

fr: Les erreurs sont sommées, pas moyennées : la perte grandit avec le lot.
"""


def squared_error(prediction, target):
    return ((prediction - target) ** 2).sum()
