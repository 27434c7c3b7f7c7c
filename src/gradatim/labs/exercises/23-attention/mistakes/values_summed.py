"""The values are summed or averaged without the weights.

fr: Les valeurs sont sommées ou moyennées sans les poids.
"""


def attention(q, k, v):
    return v.mean(1, keepdim=True).expand(-1, q.shape[1], -1) + 0
