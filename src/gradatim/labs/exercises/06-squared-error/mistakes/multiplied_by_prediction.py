"""The difference is multiplied by the prediction; that would be the gradient of a weight.

fr: La différence est multipliée par la prédiction ; ce serait le gradient d'un poids.
"""


def gradient(prediction, target):
    return 2 * (prediction - target) * prediction / prediction.numel()
