"""What a player sees: read task.md, then replace each `raise`."""

from torch import Tensor


def row_and_column(cell: int, width: int) -> tuple[int, int]:
    raise NotImplementedError


def canvas(width: int, height: int, me: int, cheese: list[int]) -> Tensor:
    """(2*height - 1, 2*width - 1) with me in the middle"""
    raise NotImplementedError


def batch(width: int, height: int, states: list[tuple[int, int, list[int]]]) -> Tensor:
    """(N, 2, 2*height - 1, 2*width - 1)"""
    raise NotImplementedError
