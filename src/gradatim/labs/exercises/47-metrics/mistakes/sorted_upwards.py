"""The scores of the ill are counted from the lowest one up; count from the highest one down.

fr: Les scores des malades sont comptés à partir du plus bas ; comptez à partir du plus haut.
"""


def threshold(scores, ill, recall):
    found = scores[ill].sort().values
    return found[math.ceil(recall * len(found)) - 1].item()
