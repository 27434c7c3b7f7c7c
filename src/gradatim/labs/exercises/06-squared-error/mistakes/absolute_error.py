"""That is the mean absolute error; the difference must be squared.

fr: C'est l'erreur absolue moyenne ; la différence doit être mise au carré.
"""


def squared_error(prediction, target):
    return (prediction - target).abs().mean()
