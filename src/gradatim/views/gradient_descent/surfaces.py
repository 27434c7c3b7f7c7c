"""The loss surfaces that are formulas of two weights (a, b)."""

from collections.abc import Callable

import torch
from torch import Tensor

Surface = Callable[[Tensor], Tensor]  # (..., 2) -> (...)
REACH = 3.0  # the surfaces are drawn for a and b in [-REACH, REACH]


def curve(w: Tensor) -> Tensor:
    """J = a² / 2 - cos(3a) + 1: of one weight alone, with a local minimum on either side."""
    a = w[..., 0]
    return a**2 / 2 - torch.cos(3 * a) + 1


def bowl(w: Tensor) -> Tensor:
    """J = (a² + b²) / 2: the same curvature 1 in every direction."""
    return (w**2).sum(-1) / 2


def ravine(w: Tensor) -> Tensor:
    """J = (a² + 15 b²) / 2: fifteen times steeper across than along."""
    return (w[..., 0] ** 2 + 15 * w[..., 1] ** 2) / 2


def saddle(w: Tensor) -> Tensor:
    """J = (a² - b²) / 2 + b⁴ / 16: flat at the origin, with a minimum on either side."""
    a, b = w[..., 0], w[..., 1]
    return (a**2 - b**2) / 2 + b**4 / 16 + 1


def hills(w: Tensor) -> Tensor:
    """A bowl with ripples: many local minima."""
    ripples = torch.cos(3 * w[..., 0]) + torch.cos(3 * w[..., 1])
    return (w**2).sum(-1) / 4 - 0.6 * ripples + 1.2


SURFACES: dict[str, Surface] = {
    "curve": curve,
    "bowl": bowl,
    "ravine": ravine,
    "saddle": saddle,
    "hills": hills,
}
