"""The canvas has the size of the board; seen from a corner the other corner is farther away.

fr: La toile a la taille du plateau ; vu d'un coin, l'autre coin est plus loin.
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(height, width)
    for cell in cheese:
        board[cell // width, cell % width] = 1
    return board
