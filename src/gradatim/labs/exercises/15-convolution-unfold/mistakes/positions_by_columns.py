"""The positions come column by column; row by row is asked for.

fr: Les positions viennent colonne par colonne ; il les faut ligne par ligne.
"""


def patches(x, k):
    H, W = x.shape[2] - k + 1, x.shape[3] - k + 1
    return F.unfold(x, k).unflatten(2, (H, W)).transpose(2, 3).flatten(2)
