"""The gradient is divided by the number of columns; the mean is over all elements, B * D of them.

fr: Le gradient est divisé par le nombre de colonnes ; la moyenne porte sur tous les éléments, au
nombre de B * D.
"""


def gradient(prediction, target):
    return 2 * (prediction - target) / prediction.shape[-1]
