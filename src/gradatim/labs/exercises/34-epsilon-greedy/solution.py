import torch
from torch import Tensor


def choose(q: Tensor, legal: Tensor, epsilon: float) -> Tensor:
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)  # (N,)
    random = torch.multinomial(legal.float(), 1).squeeze(1)  # (N,)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)


def epsilon_at(step: int, start: float, end: float, n_steps: int) -> float:
    return start + (end - start) * min(step / n_steps, 1.0)
