"""That is the lowest score of the ill, which always reaches a recall of 1; a higher one may do.

fr: C'est le score le plus bas des malades, qui atteint toujours un rappel de 1 ; un plus haut peut
suffire.
"""


def threshold(scores, ill, recall):
    return scores[ill].min().item()
