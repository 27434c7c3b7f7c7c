"""This is only the difference: the factor 2 and the division by the number of elements are
missing.

fr: Ce n'est que la différence : le facteur 2 et la division par le nombre d'éléments
manquent.
"""


def gradient(prediction, target):
    return prediction - target
