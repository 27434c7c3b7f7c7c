"""Cells are numbered row by row: row and column are found with the width, not the height.

fr: Les cases sont numérotées ligne par ligne : ligne et colonne se trouvent avec la largeur, non
la hauteur.
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    my_row, my_column = divmod(me, height)
    for cell in cheese:
        row, column = divmod(cell, height)
        i, j = row - my_row + height - 1, column - my_column + width - 1
        if 0 <= i < 2 * height - 1 and 0 <= j < 2 * width - 1:
            board[i, j] = 1
    return board
