"""The number of ill to find is rounded down, so the recall is not always reached; round it up.

fr: Le nombre de malades à trouver est arrondi vers le bas : le rappel n'est pas toujours atteint ;
arrondissez vers le haut.
"""


def threshold(scores, ill, recall):
    found = scores[ill].sort(descending=True).values
    return found[max(int(recall * len(found)), 1) - 1].item()
