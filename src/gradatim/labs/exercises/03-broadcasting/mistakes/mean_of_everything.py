"""x.mean() is one number for the whole table; each column needs its own mean.

fr: x.mean() est un seul nombre pour tout le tableau ; chaque colonne a besoin de sa moyenne.
"""


def center_columns(x):
    return x - x.mean()
