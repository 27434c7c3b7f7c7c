"""Divided by the batch size; the mean runs over all elements, B * D of them.

fr: Divisé par la taille du lot ; la moyenne porte sur tous les éléments, il y en a B * D.
"""


def gradient(prediction, target):
    return 2 * (prediction - target) / len(prediction)
