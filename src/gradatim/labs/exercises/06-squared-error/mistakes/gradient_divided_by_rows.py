"""The gradient is divided by the batch size; the mean is over all elements, B * D of them.

fr: Le gradient est divisé par la taille du lot ; la moyenne porte sur tous les éléments, au nombre
de B * D.
"""


def gradient(prediction, target):
    return 2 * (prediction - target) / len(prediction)
