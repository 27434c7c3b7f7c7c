"""Each query is multiplied with the key at its own position only; it is compared with all keys: q
@ k.mT.

fr: Chaque requête n'est multipliée qu'avec la clé de sa propre position ; elle se compare à
toutes les clés : q @ k.mT.
"""


def weights(q, k):
    return ((q * k).sum(dim=-1, keepdim=True) / q.shape[-1] ** 0.5).softmax(dim=-1)
