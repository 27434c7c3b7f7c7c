"""This is the gradient of the probability, not of its logarithm: do not multiply by it.

fr: C'est le gradient de la probabilité, pas de son logarithme : ne multipliez pas par elle.
"""

_of_the_logarithm = gradient


def gradient(weights, features, choice):
    return probabilities(weights, features)[choice] * _of_the_logarithm(weights, features, choice)
