"""x * mask puts zeros where nothing was selected; x[mask] leaves them out.

fr: x * masque met des zéros là où rien n'est choisi ; x[masque] les laisse de côté.
"""


def positives(x):
    return x * (x > 0)
