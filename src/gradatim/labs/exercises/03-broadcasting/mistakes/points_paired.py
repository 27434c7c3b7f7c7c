"""Point i of a is combined with point i of b only: an axis of size 1 is missing on each side.

fr: Le point i de a n'est combiné qu'avec le point i de b : il manque un axe de taille 1 de chaque
côté.
"""


def squared_distances(a, b):
    return ((a - b) ** 2).sum(dim=-1)
