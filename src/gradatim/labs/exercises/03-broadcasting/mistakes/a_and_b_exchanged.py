"""The result is transposed: its rows should belong to a, its columns to b.

fr: Le résultat est transposé : ses lignes doivent correspondre à a, ses colonnes à b.
"""


def squared_distances(a, b):
    return ((b[:, None] - a[None]) ** 2).sum(-1)
