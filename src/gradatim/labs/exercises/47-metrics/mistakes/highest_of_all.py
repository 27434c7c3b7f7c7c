"""That is the highest score, of all or of the ill, whatever recall is asked for.

fr: C'est le plus haut score, de tous ou des malades, quel que soit le rappel demandé.
"""


def threshold(scores, ill, recall):
    return scores[ill].max().item()
