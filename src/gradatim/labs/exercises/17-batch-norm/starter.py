"""Batch norm: read task.md, then replace each `raise`."""

from torch import Tensor, nn


class BatchNorm(nn.Module):
    def __init__(self, n: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """(B, n) -> (B, n)"""
        raise NotImplementedError
