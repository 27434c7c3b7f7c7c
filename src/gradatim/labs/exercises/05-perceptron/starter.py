"""A perceptron by hand: read task.md, then replace each `raise`."""

from torch import Tensor


def predict(x: Tensor, w: Tensor, b: float) -> Tensor:
    """x (B, D), w (D,) -> (B,) of +1.0 and -1.0"""
    raise NotImplementedError


def update(x: Tensor, y: float, w: Tensor, b: float, rate: float) -> tuple[Tensor, float]:
    """One example x (D,) with label y -> the new (w, b)"""
    raise NotImplementedError


def train(x: Tensor, y: Tensor, epochs: int, rate: float) -> tuple[Tensor, float]:
    """x (B, D), y (B,) -> (w, b) after `epochs` passes"""
    raise NotImplementedError
