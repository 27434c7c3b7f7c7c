"""Broken loop 1: it runs, but something is wrong. Find it."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def train(model: nn.Module, x: Tensor, y: Tensor, rate: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
    return losses
