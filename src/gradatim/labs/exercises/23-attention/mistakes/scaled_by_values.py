"""The scores are divided by the root of the width of the values; it is the width of queries and
keys.

fr: Les scores sont divisés par la racine de la largeur des valeurs ; c'est celle des requêtes
et clés.
"""


def attention(q, k, v):
    return torch.softmax(q @ k.mT / v.shape[-1] ** 0.5, dim=-1) @ v
