"""In each column the places of the kernel come column by column; row by row is asked for.

fr: Dans chaque colonne, les places du noyau viennent colonne par colonne ; il faut ligne par
ligne.
"""


def patches(x, k):
    B, C = x.shape[:2]
    return F.unfold(x, k).unflatten(1, (C, k, k)).transpose(2, 3).flatten(1, 3)
