"""The player is not in the middle: the cheese is drawn at its position on the board.

fr: Le joueur n'est pas au milieu : le fromage est dessiné à sa position sur le plateau.
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    for cell in cheese:
        board[cell // width, cell % width] = 1
    return board
