"""The columns are divided by their means; subtract these.

fr: Les colonnes sont divisées par leur moyenne ; il faut la soustraire.
"""


def center_columns(x):
    return x / x.mean(dim=0)
