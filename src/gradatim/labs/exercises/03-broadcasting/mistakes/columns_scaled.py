"""s lines up with the columns, since shapes are aligned from the right; give it an axis: s[:, None].

fr: s s'aligne sur les colonnes, car les formes s'alignent par la droite ; ajoutez un axe : s[:, None].
"""


def scale_rows(x, s):
    return x * s
