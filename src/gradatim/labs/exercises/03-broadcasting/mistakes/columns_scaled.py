"""s is aligned with the columns, since shapes are aligned on the right; give it an axis: s[:,
None].

fr: s est aligné sur les colonnes, car les formes s'alignent à droite ; ajoutez un axe : s[:, None].
"""


def scale_rows(x, s):
    return x * s
