"""Queries and keys are divided by their length (a cosine); only their dot products should be
divided, by sqrt(D).

fr: Requêtes et clés sont divisées par leur longueur (un cosinus) ; seuls leurs produits scalaires
doivent être divisés, par sqrt(D).
"""

from torch.nn import functional as F


def weights(q, k):
    q, k = F.normalize(q, dim=-1), F.normalize(k, dim=-1)
    return (q @ k.transpose(1, 2)).softmax(dim=-1)
