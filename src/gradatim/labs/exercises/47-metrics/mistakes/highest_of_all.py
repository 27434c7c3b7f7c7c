"""That is the highest score, whatever recall is asked for.

fr: C'est le plus haut score, quel que soit le rappel demandé.
"""


def threshold(scores, ill, recall):
    return scores[ill].max().item()
