"""A position before the player gets a negative index, which counts from the other side: add height
- 1 and width - 1.

fr: Une position avant le joueur reçoit un indice négatif, qui compte depuis l'autre côté : ajoutez
height - 1 et width - 1.
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    for cell in cheese:
        board[cell // width - me // width, cell % width - me % width] = 1
    return board
