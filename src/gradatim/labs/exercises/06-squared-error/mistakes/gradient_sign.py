"""The sign is reversed: the loss increases with the prediction where it is above the target.

fr: Le signe est inversé : la perte augmente avec la prédiction quand celle-ci dépasse la cible.
"""


def gradient(prediction, target):
    return 2 * (target - prediction) / prediction.numel()
