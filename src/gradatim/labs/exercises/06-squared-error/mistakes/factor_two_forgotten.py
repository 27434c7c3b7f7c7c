"""The factor 2 of the derivative of a square is missing.

fr: Il manque le facteur 2 de la dérivée d'un carré.
"""


def gradient(prediction, target):
    return (prediction - target) / prediction.numel()
