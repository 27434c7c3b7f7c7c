"""The result is transposed: rows belong to b, columns to a.

fr: Le résultat est transposé : les lignes appartiennent à b, les colonnes à a.
"""


def squared_distances(a, b):
    return ((b[:, None] - a[None]) ** 2).sum(-1)
