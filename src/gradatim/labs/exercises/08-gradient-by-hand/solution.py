import torch
from torch import Tensor


def loss(w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> Tensor:
    p = torch.sigmoid(x @ w + b)  # (B,)
    return ((p - y) ** 2).mean()


def gradients(w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    p = torch.sigmoid(x @ w + b)  # (B,)
    d = 2 * (p - y) * p * (1 - p) / len(x)  # dL/ds, (B,)
    return d @ x, d.sum()


def central_difference(f, w: Tensor, h: float) -> Tensor:
    slope = torch.zeros_like(w)
    for i in range(len(w)):
        step = torch.zeros_like(w)
        step[i] = h
        slope[i] = (f(w + step) - f(w - step)) / (2 * h)
    return slope
