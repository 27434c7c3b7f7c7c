"""The division by the number of elements is missing: this is the gradient of the sum.

fr: Il manque la division par le nombre d'éléments : c'est le gradient de la somme.
"""


def gradient(prediction, target):
    return 2 * (prediction - target)
