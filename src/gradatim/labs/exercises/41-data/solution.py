from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, Subset


class Table(Dataset):
    def __init__(
        self,
        rows: np.ndarray,
        names: list[str],
        transform: Callable[[Tensor], Tensor] | None = None,
    ) -> None:
        self.rows = torch.tensor(rows, dtype=torch.float32)
        self.classes = sorted(set(names))
        self.labels = [self.classes.index(name) for name in names]
        self.transform = transform

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, i: int) -> tuple[Tensor, int]:
        x = self.rows[i].clone()
        if self.transform is not None:
            x = self.transform(x)
        return x, self.labels[i]


def pad(items: list[tuple[Tensor, int]]) -> tuple[Tensor, Tensor, Tensor]:
    xs, labels = zip(*items)
    lengths = [len(x) for x in xs]
    batch = nn.utils.rnn.pad_sequence(xs, batch_first=True)  # (B, T)
    return batch, torch.tensor(lengths), torch.tensor(labels)


def split(n: int, n_validation: int, seed: int) -> tuple[list[int], list[int]]:
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(n, generator=generator).tolist()
    return order[n_validation:], order[:n_validation]


def loaders(
    dataset: Dataset, training: list[int], validation: list[int], batch_size: int
) -> tuple[DataLoader, DataLoader]:
    return (
        DataLoader(Subset(dataset, training), batch_size, shuffle=True, collate_fn=pad),
        DataLoader(Subset(dataset, validation), batch_size, collate_fn=pad),
    )
