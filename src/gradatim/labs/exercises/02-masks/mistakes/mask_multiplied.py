"""There are zeros where nothing was selected, as in x * mask; x[mask] leaves these places out.

fr: Il y a des zéros là où rien n'est choisi, comme dans x * masque ; x[masque] laisse ces places
de côté.
"""


def positives(x):
    return x * (x > 0)
