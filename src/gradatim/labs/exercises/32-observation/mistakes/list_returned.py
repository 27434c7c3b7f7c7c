"""A list is returned; a tuple (row, column) is asked for.

fr: Une liste est renvoyée ; il faut un tuple (ligne, colonne).
"""


def row_and_column(cell, width):
    return [cell // width, cell % width]
