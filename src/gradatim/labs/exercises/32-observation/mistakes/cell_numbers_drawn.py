"""A cheese is drawn as the number of its cell; it is a 1.

fr: Un fromage est dessiné par le numéro de sa case ; c'est un 1.
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    for cell in cheese:
        i = cell // width - me // width + height - 1
        j = cell % width - me % width + width - 1
        board[i, j] = cell
    return board
