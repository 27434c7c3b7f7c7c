"""The healthy are counted too; recall asks only for the ill.

fr: Les sains sont comptés aussi ; le rappel ne regarde que les malades.
"""


def threshold(scores, ill, recall):
    found = scores.sort(descending=True).values
    return found[math.ceil(recall * len(found)) - 1].item()
