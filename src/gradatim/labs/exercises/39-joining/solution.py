import torch
from torch import Tensor


def as_batch(images: list[Tensor]) -> Tensor:
    return torch.stack(images)


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    return torch.cat([a, b], dim=1)


def chosen(scores: Tensor, labels: Tensor) -> Tensor:
    index = labels.unsqueeze(2)  # (B, T, 1)
    return scores.gather(2, index).squeeze(2)


def one_hot(labels: Tensor, n_classes: int) -> Tensor:
    zeros = torch.zeros(len(labels), n_classes)
    return zeros.scatter_(1, labels.unsqueeze(1), 1.0)


def totals(values: Tensor, groups: Tensor, n: int) -> Tensor:
    return torch.zeros(n).index_add_(0, groups, values)


def bilinear(x: Tensor, W: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("bi,kij,bj->bk", x, W, y)
