"""The scores are sorted from low to high, so the threshold leaves the best ones out.

fr: Les scores sont rangés du plus bas au plus haut, le seuil laisse donc les meilleurs de côté.
"""


def threshold(scores, ill, recall):
    found = scores[ill].sort().values
    return found[math.ceil(recall * len(found)) - 1].item()
