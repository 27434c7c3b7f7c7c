"""Queries and keys are divided by their length (a cosine); their dot products are divided by
sqrt(D) only.

fr: Requêtes et clés sont divisées par leur longueur (un cosinus) ; leurs produits scalaires ne
se divisent que par sqrt(D).
"""

from torch.nn import functional as F


def weights(q, k):
    q, k = F.normalize(q, dim=-1), F.normalize(k, dim=-1)
    return (q @ k.transpose(1, 2)).softmax(dim=-1)
