"""The player is not in the middle [height - 1, width - 1], but one place off.

fr: Le joueur n'est pas au milieu [height - 1, width - 1], mais une place à côté.
"""

_right = canvas


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height, 2 * width)
    board[1:, 1:] = _right(width, height, me, cheese)
    return board[:-1, :-1]
