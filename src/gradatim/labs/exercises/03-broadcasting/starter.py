"""Broadcasting: read task.md, then replace each `raise`."""

from torch import Tensor


def center_columns(x: Tensor) -> Tensor:
    """(B, D) -> (B, D), every column with mean 0"""
    raise NotImplementedError


def scale_rows(x: Tensor, s: Tensor) -> Tensor:
    """x (B, D), s (B,) -> (B, D)"""
    raise NotImplementedError


def squared_distances(a: Tensor, b: Tensor) -> Tensor:
    """a (N, D), b (M, D) -> (N, M)"""
    raise NotImplementedError
