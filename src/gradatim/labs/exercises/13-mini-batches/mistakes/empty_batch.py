"""An empty batch comes last where the size divides the number of examples.

fr: Un lot vide vient à la fin quand la taille divise le nombre d'exemples.
"""


def batches(x, y, size):
    return [(x[i : i + size], y[i : i + size]) for i in range(0, len(x) + 1, size)]
