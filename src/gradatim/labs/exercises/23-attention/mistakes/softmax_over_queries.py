"""The softmax is taken over the queries; the weights of each query must sum to 1 over the keys
(dim=-1).

fr: Le softmax est pris sur les requêtes ; pour chaque requête la somme des poids sur les clés vaut
1 (dim=-1).
"""


def weights(q, k):
    return torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, dim=-2)
