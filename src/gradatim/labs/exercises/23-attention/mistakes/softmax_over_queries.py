"""The softmax runs over the queries; each query must share out its weights over the keys (dim=-1).

fr: Le softmax parcourt les requêtes ; chaque requête répartit ses poids sur les clés (dim=-1).
"""


def weights(q, k):
    return torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, dim=-2)
