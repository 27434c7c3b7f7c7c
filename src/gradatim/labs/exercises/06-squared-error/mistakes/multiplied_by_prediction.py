"""The difference is multiplied by the prediction as well; the derivative of (p - t)² is 2 (p - t)
alone.

fr: La différence est encore multipliée par la prédiction ; la dérivée de (p - t)² est 2 (p - t),
sans plus.
"""


def gradient(prediction, target):
    return 2 * (prediction - target) * prediction / prediction.numel()
