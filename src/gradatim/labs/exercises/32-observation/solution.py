import torch
from torch import Tensor


def row_and_column(cell: int, width: int) -> tuple[int, int]:
    return cell // width, cell % width


def canvas(width: int, height: int, me: int, cheese: list[int]) -> Tensor:
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    my_row, my_column = row_and_column(me, width)
    for cell in cheese:
        row, column = row_and_column(cell, width)
        board[row - my_row + height - 1, column - my_column + width - 1] = 1
    return board


def batch(width: int, height: int, states: list[tuple[int, int, list[int]]]) -> Tensor:
    views = [
        canvas(width, height, player, cheese)
        for me, other, cheese in states
        for player in (me, other)
    ]
    return torch.stack(views).unflatten(0, (len(states), 2))  # (N, 2, 2H-1, 2W-1)
