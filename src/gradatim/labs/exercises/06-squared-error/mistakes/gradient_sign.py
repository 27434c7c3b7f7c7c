"""The sign is reversed: the loss rises where the prediction is above the target.

fr: Le signe est inversé : la perte monte quand la prédiction est au-dessus de la cible.
"""


def gradient(prediction, target):
    return 2 * (target - prediction) / prediction.numel()
