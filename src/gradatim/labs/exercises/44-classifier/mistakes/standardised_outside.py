"""The pixels are scaled or shifted outside the model, which then gets other inputs than it was
trained on: put that into the model.

fr: Les pixels sont mis à l'échelle ou décalés hors du modèle, qui reçoit ensuite d'autres entrées
que celles de l'entraînement : mettez-le dans le modèle.
"""

_right = classifier


def classifier(x, y, x_validation, y_validation):
    mean, std = x.mean(dim=0), x.std(dim=0) + 1e-3
    return _right((x - mean) / std, y, (x_validation - mean) / std, y_validation)
