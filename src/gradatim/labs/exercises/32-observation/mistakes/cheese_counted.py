"""A cell that is listed twice is drawn as 2; each cheese is a 1.

fr: Une case listée deux fois est dessinée par un 2 ; chaque fromage est un 1.
"""

import torch


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    row, column = divmod(me, width)
    for cell in cheese:
        y, x = divmod(cell, width)
        board[y - row + height - 1, x - column + width - 1] += 1
    return board
