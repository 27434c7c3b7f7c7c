"""Row and column are taken from the difference of the cell numbers; where the cheese is further
left, that difference lies in another row. Subtract rows and columns.

fr: Ligne et colonne viennent de la différence des numéros de cases ; si le fromage est plus à
gauche, elle tombe dans une autre ligne. Soustrayez lignes et colonnes.
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    for cell in cheese:
        row, column = row_and_column(cell - me, width)
        if abs(row) < height and abs(column) < width:
            board[row + height - 1, column + width - 1] = 1
    return board
