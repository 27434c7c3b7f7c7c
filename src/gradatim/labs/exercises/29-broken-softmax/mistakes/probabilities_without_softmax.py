"""probabilities returns the scores, without a softmax; its rows must sum to 1.

fr: probabilities renvoie les scores, sans softmax ; ses lignes doivent avoir pour somme 1.
"""


def probabilities(model, x):
    return model(x)
