"""The model is trained on the held-out data as well; train it on the batches only.

fr: Le modèle est aussi entraîné sur les données de validation ; entraînez-le sur les lots
seulement.
"""

_right = fit


def fit(model, batches, held_out, optimizer, epochs):
    return _right(model, [*batches, held_out], held_out, optimizer, epochs)
