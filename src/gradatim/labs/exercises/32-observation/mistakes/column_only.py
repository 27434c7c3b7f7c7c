"""Row and column are computed wrongly: the row is cell // width, the column cell % width.

fr: Ligne et colonne sont mal calculées : la ligne est cell // width, la colonne cell % width.
"""


def row_and_column(cell, width):
    return cell // (width + 1), cell % (width + 1)
