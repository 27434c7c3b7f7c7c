import torch
from torch import Tensor


def descend(gradient, w: Tensor, rate: float, steps: int) -> Tensor:
    path = [w]
    for _ in range(steps):
        w = w - rate * gradient(w)
        path.append(w)
    return torch.stack(path)  # (steps + 1, D)


def largest_rate(c: float) -> float:
    return 2 / c  # |1 - rate c| < 1


def momentum_descend(gradient, w: Tensor, rate: float, beta: float, steps: int) -> Tensor:
    v = torch.zeros_like(w)
    path = [w]
    for _ in range(steps):
        v = beta * v + gradient(w)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
