"""Broken loop 5: it runs, but something is wrong. Find it."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def fine_tune(
    model: nn.Module, n_classes: int, x: Tensor, labels: Tensor, rate: float, steps: int
) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    model.head = nn.Linear(model.head.in_features, n_classes)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
