"""Explore or exploit: read task.md, then replace each `raise`."""

from torch import Tensor


def choose(q: Tensor, legal: Tensor, epsilon: float) -> Tensor:
    """q (N, A), legal (N, A) -> (N,)"""
    raise NotImplementedError


def epsilon_at(step: int, start: float, end: float, n_steps: int) -> float:
    raise NotImplementedError
