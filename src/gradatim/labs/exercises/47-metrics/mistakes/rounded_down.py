"""k is rounded down, so the recall is not reached where recall * K is not a whole number.

fr: k est arrondi vers le bas : le rappel n'est pas atteint quand recall * K n'est pas entier.
"""


def threshold(scores, ill, recall):
    found = scores[ill].sort(descending=True).values
    return found[max(int(recall * len(found)), 1) - 1].item()
