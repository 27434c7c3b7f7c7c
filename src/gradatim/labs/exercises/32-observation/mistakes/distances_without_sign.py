"""The absolute difference of rows and columns is taken: what lies above or to the left appears
below or to the right.

fr: La valeur absolue de la différence est prise : ce qui est au-dessus ou à gauche apparaît au-
dessous ou à droite.
"""

import torch


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    my_row, my_column = row_and_column(me, width)
    for cell in cheese:
        row, column = row_and_column(cell, width)
        board[abs(row - my_row) + height - 1, abs(column - my_column) + width - 1] = 1
    return board
