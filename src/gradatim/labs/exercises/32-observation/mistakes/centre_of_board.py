"""The middle is taken as half of the height and width; the player stands at [height - 1, width -
1].

fr: Le milieu est pris à la moitié de la hauteur et de la largeur ; le joueur est en [height - 1,
width - 1].
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    my_row, my_column = row_and_column(me, width)
    for cell in cheese:
        row, column = row_and_column(cell, width)
        board[row - my_row + height // 2, column - my_column + width // 2] = 1
    return board
