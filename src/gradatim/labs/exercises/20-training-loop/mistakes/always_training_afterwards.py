"""The model is always put back in training mode; restore the mode in which it was before.

fr: Le modèle est toujours remis en mode entraînement ; rétablissez le mode d'avant.
"""

_right = evaluate


def evaluate(model, batches):
    accuracy = _right(model, batches)
    model.train()
    return accuracy
