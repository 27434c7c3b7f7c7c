"""Assembling networks: read task.md, then replace each `raise`."""

from torch import Tensor, nn


def mlp(sizes: list[int]) -> nn.Sequential:
    raise NotImplementedError


class Committee(nn.Module):
    def __init__(self, n: int, n_in: int, n_out: int) -> None:
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in) -> (B, n_out)"""
        raise NotImplementedError


class TiedAutoencoder(nn.Module):
    def __init__(self, n_in: int, n_hidden: int) -> None:
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in) -> (B, n_in)"""
        raise NotImplementedError


def activations(model: nn.Module, x: Tensor) -> dict[str, Tensor]:
    raise NotImplementedError
