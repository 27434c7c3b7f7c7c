"""Here the recall must be above the one asked for; reaching it is enough (>=).

fr: Ici le rappel doit dépasser celui demandé ; l'atteindre suffit (>=).
"""


def threshold(scores, ill, recall):
    for s in scores.sort(descending=True).values.tolist():
        if ((scores >= s) & ill).sum() / ill.sum() > recall:
            return s
    return scores.min().item()
