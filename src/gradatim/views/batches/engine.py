"""Batches: which examples a step reads, how noisy their gradient is, and what an epoch is.

A perceptron learns the handwritten digits by plain gradient descent, so that the gradient of
every example is at hand.

Shapes: N examples, B examples of a batch, P parameters, M batches that are drawn to compare.
"""

import math
from functools import cache
from typing import Any, ClassVar

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.sampler import torch_generator
from gradatim.data.vision.datasets import load as load_images
from gradatim.models.vision.perceptron import softmax_regression_gradient
from gradatim.views.core.controls import Choice, Number
from gradatim.views.core.engine import SEED, Engine

N_ARROWS = 40  # other batches of the same size
N_LAW = 16  # batches of each size of which the error is measured, at least
SIZES = (1, 4, 16, 64, 256)
SIGN_WEIGHT = 36  # the weight whose sign tells to which side an arrow is drawn
SHOWN = 10  # images of the batch
N_CURVE = 400  # points of the loss that are drawn


@cache
def digits() -> tuple[Tensor, Tensor, Tensor]:
    """The training digits as bytes (N, 8, 8), as inputs of 0..1 (N, 64), and their labels (N,)."""
    train = load_images("digits", "train")
    return train.images[:, 0], train.images.flatten(1).float() / 255, train.labels


def gradient(weights: Tensor, index: Tensor) -> tuple[Tensor, Tensor]:
    """The mean loss of some examples and its gradient.

    Args:
        weights: of the perceptron, the biases in the last column, (10, 65).
        index: which examples, (B,).
    """
    _, x, labels = digits()
    loss, d_weight, d_bias = softmax_regression_gradient(
        weights[:, :-1], weights[:, -1], x[index], labels[index]
    )
    return loss, torch.cat((d_weight, d_bias[:, None]), 1)


def example_errors(weights: Tensor) -> Tensor:
    """The derivative of each example's loss in its ten sums, p - y, (N, 10)."""
    _, x, labels = digits()
    p = (x @ weights[:, :-1].T + weights[:, -1]).softmax(1)
    return p - F.one_hot(labels, 10)


def drawn_gradients(errors: Tensor, count: int, size: int, draw: torch.Generator) -> Tensor:
    """Gradients of batches that are drawn at random, all at the same weights.

    Args:
        errors: see `example_errors`.
        count: how many batches, M.
        size: examples of each, B.
        draw: generator.

    Returns:
        (M, 10, 65), as `gradient` gives them.
    """
    x = digits()[1]
    index = torch.randint(len(x), (count, size), generator=draw)  # (M, B)
    chosen = errors[index].transpose(1, 2) / size  # (M, 10, B)
    return torch.cat((chosen @ x[index], chosen.sum(2, keepdim=True)), 2)


class BatchesEngine(Engine):
    """Gradient descent batch by batch, each gradient beside that of all examples."""

    name = "batches"
    controls: ClassVar = {
        "batch_size": Number(32, 1, 1437, log=True, integer=True),
        "learning_rate": Number(1.0, 0.01, 30, log=True),
        "order": Choice("shuffled", ("shuffled", "sorted")),
        "seed": SEED,
    }
    live = ("batch_size", "learning_rate")
    pace = 6.0

    def start(self) -> None:
        """Begin with weights of zero, in front of the first batch of the first epoch."""
        self.n = len(digits()[2])
        self.weights = torch.zeros(10, 65)
        self.epoch, self.place = 0, 0  # how many examples of this epoch were used
        self.curve: list[tuple[float, float]] = []  # epochs, loss of all examples
        self.look()

    def order(self) -> Tensor:
        """The examples in the order of this epoch, (N,)."""
        if self.values["order"] == "sorted":
            return digits()[2].argsort(stable=True)
        return torch.randperm(self.n, generator=torch_generator(self.values["seed"], self.epoch))

    def take(self, order: Tensor, size: int) -> Tensor:
        """The next batch of an epoch in this order, (B,)."""
        return order[self.place : self.place + size]

    def look(self) -> None:
        """Take the next batch, and compare its gradient with those of others at these weights."""
        size = min(self.values["batch_size"], self.n)
        order = self.order()
        self.used, self.batch = order[: self.place], self.take(order, size)
        loss, self.full = gradient(self.weights, torch.arange(self.n))
        self.loss = float(loss)
        self.gradient = gradient(self.weights, self.batch)[1]
        draw = torch_generator(self.values["seed"], self.epoch, self.place)
        each = example_errors(self.weights)
        self.others = drawn_gradients(each, N_ARROWS, size, draw)
        errors = [
            drawn_gradients(each, max(N_LAW, 256 // b), b, draw).sub(self.full).square().sum((1, 2))
            for b in SIZES
        ]
        self.law = torch.stack([e.mean() for e in errors]).sqrt() / self.full.norm()
        here = (self.epoch + self.place / self.n, self.loss)
        if not self.curve or self.curve[-1][0] < here[0]:
            self.curve.append(here)

    def advance(self) -> None:
        """Make one step of gradient descent with the batch, and go on to the next."""
        self.weights = self.weights - self.values["learning_rate"] * self.gradient
        self.place += len(self.batch)
        if self.place >= self.n:
            self.epoch, self.place = self.epoch + 1, 0
        self.look()

    def finite(self) -> bool:
        """Say whether the loss is finite."""
        return math.isfinite(self.loss)

    def state(self) -> Any:
        """Return the weights and the place in the data."""
        return self.weights, self.epoch, self.place, len(self.curve)

    def restore(self, state: Any) -> None:
        """Put both back."""
        self.weights, self.epoch, self.place, n = state
        del self.curve[n:]
        self.look()

    def changed(self, name: str) -> None:
        """Take a batch of the new size at the same place."""
        self.look()

    def arrow(self, gradients: Tensor) -> Tensor:
        """Draw gradients (M, 10, 65) in the plane with their true lengths and angles, (M, 2).

        The first coordinate lies along the gradient of all examples, which has length 1; the
        second is all that is left, to the side that the sign of one weight tells.
        """
        length = self.full.norm()
        flat, along = gradients.flatten(1) / length, self.full.flatten() / length
        first = flat @ along  # (M,)
        rest = flat - first[:, None] * along
        side = torch.where(rest[:, SIGN_WEIGHT] < 0, -1.0, 1.0)
        return torch.stack((first, side * rest.norm(dim=1)), 1)

    def frame(self) -> dict[str, Any]:
        """Return the data with this batch, the gradients, the error by size, and the loss."""
        pixels, _, labels = digits()
        by_label = labels.argsort(stable=True)
        marks = torch.zeros(self.n, dtype=torch.uint8)
        marks[self.used], marks[self.batch] = 1, 2
        arrow = self.arrow(self.gradient[None])[0]
        step = max(1, len(self.curve) // N_CURVE)
        return {
            "marks": marks[by_label],  # 0 not yet, 1 used in this epoch, 2 in this batch
            "counts": labels.bincount().tolist(),
            "images": pixels[self.batch[:SHOWN]],
            "n": self.n,
            "size": len(self.batch),
            "epoch": self.epoch + 1,
            "place": self.place,
            "per_epoch": math.ceil(self.n / self.values["batch_size"]),
            "arrow": arrow,
            "others": self.arrow(self.others),
            "angle": math.degrees(math.atan2(abs(float(arrow[1])), float(arrow[0]))),
            "sizes": list(SIZES),
            "law": self.law,
            "loss": self.loss,
            "curve": np.array(self.curve[::step] + self.curve[-1:], np.float32),
        }

    def sources(self) -> list[Any]:
        """Name the gradient and the step."""
        return [softmax_regression_gradient, gradient, BatchesEngine.order, BatchesEngine.advance]
