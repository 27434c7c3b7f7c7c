"""The sum is divided by the number of rows; the mean is over all elements.

fr: La somme est divisée par le nombre de lignes ; la moyenne porte sur tous les éléments.
"""


def squared_error(prediction, target):
    return ((prediction - target) ** 2).sum() / len(prediction)
