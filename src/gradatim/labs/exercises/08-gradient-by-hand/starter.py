"""A gradient by hand: read task.md, then replace each `raise`."""

from collections.abc import Callable

from torch import Tensor


def loss(w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """w (D,), b (), x (B, D), y (B,) -> ()"""
    raise NotImplementedError


def gradients(w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """(dL/dw (D,), dL/db ())"""
    raise NotImplementedError


def central_difference(f: Callable[[Tensor], Tensor], w: Tensor, h: float) -> Tensor:
    """The gradient of f at w (D,), coordinate by coordinate: (D,)"""
    raise NotImplementedError
