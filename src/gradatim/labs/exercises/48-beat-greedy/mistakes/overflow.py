"""exp of a large score is infinite, and infinity divided by infinity is nan; exp of very negative
scores gives 0 divided by 0: subtract the largest score, or use torch.softmax.

fr: exp d'un grand score est infini, et l'infini divisé par l'infini donne nan ; exp de scores très
négatifs donne 0 divisé par 0 : soustrayez le plus grand score, ou utilisez torch.softmax.
"""

import torch


def probabilities(weights, features):
    e = torch.exp(features @ weights)
    return e / e.sum()
