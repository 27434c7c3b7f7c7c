"""The gradient is reduced to one number; it has one for each prediction.

fr: Le gradient est réduit à un nombre ; il en a un par prédiction.
"""


def gradient(prediction, target):
    return (2 * (prediction - target)).mean()
