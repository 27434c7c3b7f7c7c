"""The threshold is chosen by the fraction of ill among those called ill, the precision.

fr: Le seuil est choisi selon la proportion de malades parmi les déclarés malades, la précision.
"""


def threshold(scores, ill, recall):
    good = [s for s in scores.tolist() if ill[scores >= s].float().mean() >= recall]
    return max(good, default=scores.min().item())
