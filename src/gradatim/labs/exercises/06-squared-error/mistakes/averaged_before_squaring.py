"""The errors are averaged before they are squared: errors of opposite sign cancel.

fr: Les erreurs sont moyennées avant d'être mises au carré : les signes opposés s'annulent.
"""


def squared_error(prediction, target):
    return (prediction - target).mean() ** 2
