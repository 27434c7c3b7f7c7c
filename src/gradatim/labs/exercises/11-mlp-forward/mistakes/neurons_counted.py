"""Those are the neurons; every connection between two layers is a weight.

fr: Ce sont les neurones ; chaque lien entre deux couches est un poids.
"""


def count_parameters(sizes):
    return sum(sizes)
