"""One mean of the whole table is subtracted, as x.mean() gives it; each column needs its own mean.

fr: Une seule moyenne de tout le tableau est soustraite, celle de x.mean() ; chaque colonne a
besoin de sa moyenne.
"""


def center_columns(x):
    return x - x.mean()
