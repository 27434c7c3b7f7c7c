"""Only the sign of the difference is left: that is the gradient of the absolute error.

fr: Seul le signe de la différence reste : c'est le gradient de l'erreur absolue.
"""

import torch


def gradient(prediction, target):
    return torch.sign(prediction - target) / prediction.numel()
