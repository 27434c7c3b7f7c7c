"""Rows and columns are exchanged: (B, T) is asked for.

fr: Lignes et colonnes sont échangées : il faut (B, T).
"""

_right = padding_mask


def padding_mask(lengths, T):
    return _right(lengths, T).T
