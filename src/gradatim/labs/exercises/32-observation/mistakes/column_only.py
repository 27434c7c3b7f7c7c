"""Row and column are computed wrongly: row cell // width, column cell % width.

fr: Ligne et colonne sont mal calculées : ligne cell // width, colonne cell % width.
"""


def row_and_column(cell, width):
    return cell // (width + 1), cell % (width + 1)
