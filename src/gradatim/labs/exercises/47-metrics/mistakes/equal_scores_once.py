"""Of equal scores only one is counted; each ill example counts.

fr: De scores égaux un seul est compté ; chaque malade compte.
"""


def threshold(scores, ill, recall):
    found = scores[ill].unique().flip(0)
    k = math.ceil(recall * len(found))
    return found[k - 1].item()
