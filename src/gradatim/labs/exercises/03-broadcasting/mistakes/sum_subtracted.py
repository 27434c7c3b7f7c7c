"""The sum of each column is subtracted, not its mean.

fr: On soustrait la somme de chaque colonne, et non sa moyenne.
"""


def center_columns(x):
    return x - x.sum(0)
