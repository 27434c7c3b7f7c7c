"""What a player sees."""

import torch

from gradatim.labs.grading.spec import Check


def cells(generator):
    yield from ((0, 3), (2, 3), (3, 3), (7, 3), (17, 5), (3, 1), (314, 21))


def boards(generator):
    yield 2, 1, 0, [1]
    yield 2, 1, 1, [0]
    yield 1, 2, 0, [1]
    yield 3, 2, 4, [0, 2]
    yield 3, 2, 4, []
    yield 3, 2, 4, [4, 5]  # a piece on my own cell
    yield 4, 3, 1, [0, 3, 11, 6]
    yield 2, 3, 1, [4, 2]
    yield 3, 3, 8, [0, 2, 0]  # one piece is listed twice
    yield 21, 15, 17, [314, 0, 300, 41]  # the board of the official game


def games(generator):
    yield 2, 1, [(0, 1, [1])]
    yield 3, 2, [(0, 5, [2, 3]), (4, 4, [0])]
    yield 2, 4, [(1, 6, [0]), (7, 2, []), (3, 3, [3, 5])]


def canvas(width, height, me, cheese):
    board = torch.zeros(3 * height, 3 * width)
    for cell in cheese:
        board[height + cell // width, width + cell % width] = 1
    top, left = me // width + 1, me % width + 1
    return board[top : top + 2 * height - 1, left : left + 2 * width - 1]


def batch(width, height, states):
    return torch.stack(
        [
            torch.stack([canvas(width, height, me, cheese), canvas(width, height, other, cheese)])
            for me, other, cheese in states
        ]
    )


CHECKS = [
    Check(
        name="row_and_column",
        tuples=True,
        inputs=cells,
        expected=lambda cell, width: divmod(cell, width),
    ),
    Check(name="canvas", inputs=boards, expected=canvas),
    Check(name="batch", inputs=games, expected=batch),
]
