"""The smallest or the middle number (the median) of each column is subtracted; its mean is asked
for.

fr: Le plus petit nombre ou la médiane de chaque colonne est soustrait ; il faut la moyenne.
"""


def center_columns(x):
    return x - x.min(dim=0).values
