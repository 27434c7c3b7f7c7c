"""An example counts as ill only above the threshold; at least the threshold is enough (>=).

fr: Un exemple ne compte pour malade qu'au-dessus du seuil ; au moins le seuil suffit (>=).
"""


def threshold(scores, ill, recall):
    for s in scores.sort(descending=True).values.tolist():
        if ((scores > s) & ill).sum() / ill.sum() >= recall:
            return s
    return scores.min().item()
