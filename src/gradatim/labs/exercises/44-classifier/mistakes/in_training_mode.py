"""The model returned is in training mode: eval() at the end.

fr: Le modèle renvoyé est en mode entraînement : eval() à la fin.
"""

_in_evaluation_mode = classifier


def classifier(x, y, x_validation, y_validation):
    return _in_evaluation_mode(x, y, x_validation, y_validation).train()
