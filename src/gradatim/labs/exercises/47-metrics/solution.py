import math

import torch
from torch import Tensor


def confusion(predicted: Tensor, labels: Tensor, n_classes: int) -> Tensor:
    pairs = labels * n_classes + predicted
    counts = torch.bincount(pairs, minlength=n_classes**2)
    return counts.view(n_classes, n_classes)


def precision_recall(matrix: Tensor) -> tuple[Tensor, Tensor]:
    right = matrix.diagonal()
    precision = right / matrix.sum(dim=0).clamp(min=1)
    recall = right / matrix.sum(dim=1).clamp(min=1)
    return precision, recall


def macro_f1(matrix: Tensor) -> float:
    precision, recall = precision_recall(matrix)
    f1 = 2 * precision * recall / (precision + recall)
    return f1.nan_to_num(0).mean().item()


def threshold(scores: Tensor, ill: Tensor, recall: float) -> float:
    found = scores[ill].sort(descending=True).values
    k = math.ceil(recall * len(found))
    return found[k - 1].item()
