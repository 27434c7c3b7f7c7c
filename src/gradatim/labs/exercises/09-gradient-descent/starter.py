"""Gradient descent: read task.md, then replace each `raise`."""

from collections.abc import Callable

from torch import Tensor


def descend(gradient: Callable[[Tensor], Tensor], w: Tensor, rate: float, steps: int) -> Tensor:
    """The path (steps + 1, D), with the initial w"""
    raise NotImplementedError


def largest_rate(c: float) -> float:
    """The rate above which descent on (c/2) w² diverges"""
    raise NotImplementedError


def momentum_descend(
    gradient: Callable[[Tensor], Tensor], w: Tensor, rate: float, beta: float, steps: int
) -> Tensor:
    """The path (steps + 1, D) with momentum"""
    raise NotImplementedError
