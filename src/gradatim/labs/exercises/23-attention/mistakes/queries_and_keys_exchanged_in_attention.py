"""Queries and keys are exchanged in the call of weights.

fr: Requêtes et clés sont échangées dans l'appel de weights.
"""


def attention(q, k, v):
    return weights(k, q) @ v
