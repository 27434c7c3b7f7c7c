"""Broken loop 3: it runs, but something is wrong. Find it."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def probabilities(model: nn.Module, x: Tensor) -> Tensor:
    return torch.softmax(model(x), dim=1)


def train(model: nn.Module, x: Tensor, labels: Tensor, rate: float, steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(probabilities(model, x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
