"""Queries and keys are exchanged: rows belong to queries, columns to keys.

fr: Requêtes et clés sont échangées : les lignes sont les requêtes, les colonnes les clés.
"""

_right = weights


def weights(q, k):
    return _right(k, q)
