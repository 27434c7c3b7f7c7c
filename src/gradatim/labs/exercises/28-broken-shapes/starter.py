"""Broken loop 2: it runs, but something is wrong. Find it."""

import torch
from torch import Tensor
from torch.nn import functional as F


def fit(x: Tensor, y: Tensor, rate: float, steps: int) -> tuple[Tensor, Tensor]:
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate)
    for _ in range(steps):
        prediction = x @ w + b
        loss = F.mse_loss(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach()
