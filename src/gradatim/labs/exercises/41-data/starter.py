"""A Dataset and a DataLoader: read task.md, then replace each `raise`."""

from collections.abc import Callable

import numpy as np
from torch import Tensor
from torch.utils.data import DataLoader, Dataset


class Table(Dataset):
    def __init__(
        self,
        rows: np.ndarray,
        names: list[str],
        transform: Callable[[Tensor], Tensor] | None = None,
    ) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def __getitem__(self, i: int) -> tuple[Tensor, int]:
        raise NotImplementedError


def pad(items: list[tuple[Tensor, int]]) -> tuple[Tensor, Tensor, Tensor]:
    """B times ((T_i,), label) -> (B, T), (B,), (B,)"""
    raise NotImplementedError


def split(n: int, n_validation: int, seed: int) -> tuple[list[int], list[int]]:
    raise NotImplementedError


def loaders(
    dataset: Dataset, training: list[int], validation: list[int], batch_size: int
) -> tuple[DataLoader, DataLoader]:
    raise NotImplementedError
