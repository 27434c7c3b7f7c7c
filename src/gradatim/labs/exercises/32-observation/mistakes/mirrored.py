"""The canvas is flipped: the position is cheese minus me, not me minus cheese.

fr: La toile est retournée : la position est fromage moins moi, pas moi moins fromage.
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    my_row, my_column = divmod(me, width)
    for cell in cheese:
        board[my_row - cell // width + height - 1, my_column - cell % width + width - 1] = 1
    return board
