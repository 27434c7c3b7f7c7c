"""Only the sign of the difference is left, as in the gradient of the absolute error; the square
gives 2 times the difference.

fr: Seul le signe de la différence reste, comme dans le gradient de l'erreur absolue ; le carré
donne 2 fois la différence.
"""

import torch


def gradient(prediction, target):
    return torch.sign(prediction - target) / prediction.numel()
