"""Rows and columns are counted from 1; they start at 0.

fr: Lignes et colonnes sont comptées à partir de 1 ; elles partent de 0.
"""


def row_and_column(cell, width):
    return cell // width + 1, cell % width + 1
