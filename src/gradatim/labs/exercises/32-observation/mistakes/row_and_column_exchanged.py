"""Row and column are exchanged: the row is cell // width.

fr: Ligne et colonne sont échangées : la ligne est cell // width.
"""


def row_and_column(cell, width):
    return cell % width, cell // width
