"""A linear layer as nn.Module: read task.md, then replace each `raise`."""

from torch import Tensor, nn


class Linear(nn.Module):
    def __init__(self, n_in: int, n_out: int, bias: bool = True) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """(..., n_in) -> (..., n_out)"""
        raise NotImplementedError
