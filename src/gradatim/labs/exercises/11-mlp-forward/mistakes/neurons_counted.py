"""The neurons are counted; every connection between two layers is a weight.

fr: Ce sont les neurones qui sont comptés ; chaque connexion entre deux couches est un poids.
"""


def count_parameters(sizes):
    return sum(sizes)
