"""squeeze() without an axis also takes away a batch or a length of 1: name the axis.

fr: squeeze() sans axe retire aussi un lot ou une longueur de 1 : nommez l'axe.
"""


def chosen(scores, labels):
    return scores.gather(2, labels.unsqueeze(2)).squeeze()
