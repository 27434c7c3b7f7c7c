"""Points of the plane in two classes: what perceptron, MLP and deep network learn in their views.

Points are kept flat as x, y, class, x, y, class, ... so that they fit into an address.
"""

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.training.task import Task
from gradatim.views.core.uploads import fit_points

Flat = tuple[float, ...]
SHAPES = ("clouds", "circle", "moons", "xor", "spiral")
REACH = 6.0  # the plane is drawn from -REACH to REACH in both directions


def make_points(shape: str, n: int, noise: float, seed: int) -> Flat:
    """Draw n points of a named shape, the classes in turn.

    Args:
        shape: one of `SHAPES`.
        n: points in all.
        noise: standard deviation of a blur, in units of the plane.
        seed: of the draw.
    """
    random = np.random.default_rng(seed)
    labels = np.arange(n) % 2  # in turn, so that any first half has both classes
    t = random.random(n)  # how far along its curve, or from the middle, each point lies
    if shape == "clouds":
        centers = np.where(labels[:, None], [[2.9, 1.4]], [[0.2, -1.6]])
        xy = centers + random.normal(0, 0.7, (n, 2))
    elif shape == "circle":
        radius = np.where(labels, 2.2 * np.sqrt(t), 3.3 + 1.5 * t)  # sqrt: even over the disc
        angle = random.random(n) * 2 * np.pi
        xy = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    elif shape == "moons":
        angle = np.pi * t
        up = np.stack([3 * np.cos(angle) - 1.5, 3 * np.sin(angle) - 0.7], 1)
        down = np.stack([1.5 - 3 * np.cos(angle), 0.7 - 3 * np.sin(angle)], 1)
        xy = np.where(labels[:, None], up, down)
    elif shape == "xor":
        corner = (np.arange(n) // 2) % 2  # which of the two opposite corners of a class
        signs = np.stack([np.where(corner, 1, -1), np.where(corner ^ labels, -1, 1)], 1)
        xy = signs * (0.4 + 4 * random.random((n, 2)))
    else:
        angle = 0.4 + 2.52 * np.pi * t + np.pi * labels  # two arms, half a turn apart
        xy = (0.3 + 4.6 * t)[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    xy = (xy + random.normal(0, 1, (n, 2)) * noise).clip(-REACH, REACH).round(2)
    return flatten(xy, labels)


def chosen_points(values: Mapping[str, Any], n: int, noise: float) -> Flat:
    """Take the points that the controls `data`, `points` and `seed` ask for.

    Args:
        values: of the controls.
        n: points in all, where a named shape is drawn.
        noise: its blur.
    """
    own = values["data"] == "own"  # without points yet: the circle stands in
    if own and values["points"]:
        return values["points"]
    return make_points("circle" if own else values["data"], n, noise, values["seed"])


def flatten(xy: np.ndarray, labels: np.ndarray) -> Flat:
    """Join points (N, 2) and labels (N,) into one flat list."""
    return tuple(float(v) for v in np.column_stack([xy.round(2), labels]).ravel())


def unflatten(flat: Flat) -> tuple[Tensor, Tensor]:
    """Return points (N, 2) and labels (N,).

    Raises:
        UserError: the numbers are not points.
    """
    if len(flat) % 3 or any(label not in (0, 1) for label in flat[2::3]):
        raise UserError("points must be given as x, y, class with class 0 or 1.")
    table = torch.tensor(flat, dtype=torch.float32).view(-1, 3)
    return table[:, :2].contiguous(), table[:, 2].long()


def own_points(data: Any) -> dict[str, Any]:
    """Turn what somebody passes in Python as `data=` into values of controls.

    Args:
        data: the name of built-in points, or a pair of points (N, 2) and labels (N,).
    """
    if data is None:
        return {}
    if isinstance(data, str):
        return {"data": data}
    try:
        points, labels = data
    except (TypeError, ValueError):
        raise UserError("data must be a pair: points (N, 2) and labels (N,).") from None
    return {"data": "own", "points": flatten(*fit_points(points, labels))}


def takes_points(model: nn.Module) -> nn.Module:
    """Check that a network that somebody brought turns points into two scores; returns it.

    Raises:
        UserError: it takes or gives something else.
    """
    probe = copy.deepcopy(model).eval()  # a call may change a batch norm
    try:
        with torch.no_grad():
            shape = tuple(probe(torch.zeros(3, 2).to(next(probe.parameters()))).shape)
    except Exception as error:  # whatever somebody's own forward raises
        raise UserError(f"model does not take points (B, 2): {error}") from None
    if shape != (3, 2):
        raise UserError(f"model gives {shape} for 3 points; (3, 2) is needed.")
    return model


def grid(n: int) -> Tensor:
    """The places (n * n, 2) where maps of the plane are computed, rows from low to high y."""
    axis = torch.linspace(-REACH, REACH, n)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x.flatten(), y.flatten()], 1)


class PointTask(Task):
    """Classify points of the plane; inputs are divided by 3 so that they have about unit size."""

    def __init__(self, model: nn.Module) -> None:
        """Wrap the network."""
        self.model = model

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the mean cross-entropy of a batch of points and labels."""
        points, labels = batch
        return F.cross_entropy(self.model(points / 3), labels), {}
