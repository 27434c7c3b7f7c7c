import torch
from torch import Tensor


def positives(x: Tensor) -> Tensor:
    return x[x > 0]


def without_negatives(x: Tensor) -> Tensor:
    return torch.where(x < 0, 0.0, x)


def pick(scores: Tensor, labels: Tensor) -> Tensor:
    rows = torch.arange(len(labels))
    return scores[rows, labels]  # (B,)
