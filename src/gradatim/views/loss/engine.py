"""The loss: of one example, of several, and the curve J(W) on which gradient descent walks.

One weight, so that the whole curve can be drawn: y = f(w x), on measurements of real flowers.

Shapes: N examples, G places of the weight at which the curves are drawn.
"""

import math
from typing import Any, ClassVar

import torch
import torch.nn.functional as F
from sklearn.datasets import load_iris
from torch import Tensor

from gradatim.errors import UserError
from gradatim.views.core.controls import Choice, Number, Numbers, exactly
from gradatim.views.core.engine import Engine

LOW, HIGH, PLACES = -1.5, 3.5, 81  # of the weight, along the curves
MAX_EXAMPLES = 30
LARGEST = 1e6  # of the weight: beyond it the run has diverged


def losses(kind: str, w: Tensor, x: Tensor, target: Tensor) -> Tensor:
    """The loss of each example at each weight.

    Args:
        kind: "squared", "absolute" or "cross_entropy" (then f is the sigmoid, targets are 0 or 1).
        w: weights, (G,).
        x, target: the examples, (N,).

    Returns:
        (G, N).
    """
    sums = w[:, None] * x  # (G, N)
    if kind == "cross_entropy":
        # The logarithm of a sigmoid in one: a product far from zero must not become log(0).
        return F.softplus(sums) - target * sums
    error = sums - target
    return error**2 if kind == "squared" else error.abs()


def flowers(kind: str) -> tuple[Tensor, Tensor]:
    """Petals of irises, standardized: the length, and what is to be predicted from it.

    Args:
        kind: of the loss. For the cross-entropy: is it an Iris virginica, not a versicolor?

    Returns:
        x and target, each (MAX_EXAMPLES,).
    """
    table = load_iris()
    if kind == "cross_entropy":
        rows = slice(50, 150)  # the last two of three species
        target = torch.tensor(table.target[rows] == 2, dtype=torch.float32)
    else:
        rows = slice(0, 150)
        width = torch.tensor(table.data[rows, 3], dtype=torch.float32)
        target = (width - width.mean()) / width.std()
    length = torch.tensor(table.data[rows, 2], dtype=torch.float32)
    x = (length - length.mean()) / length.std()
    chosen = torch.randperm(len(x), generator=torch.Generator().manual_seed(1))[:MAX_EXAMPLES]
    return x[chosen], target[chosen]


class LossEngine(Engine):
    """Gradient descent of one weight on the mean loss of a few examples."""

    name = "loss"
    controls: ClassVar = {
        "loss": Choice("squared", ("squared", "absolute", "cross_entropy")),
        "n_examples": Number(6, 1, MAX_EXAMPLES, integer=True),
        "learning_rate": Number(0.1, 0.01, 4, log=True),
        "weight": Number(-0.8, LOW, HIGH, hidden=True),  # where the run begins
        "example": Number(0, 0, MAX_EXAMPLES - 1, integer=True, hidden=True),
        # Targets moved by hand: number of the example, its target, the next number, ...
        "moved": Numbers(max_length=2 * MAX_EXAMPLES, bound=MAX_EXAMPLES),
    }
    live = ("learning_rate", "example")
    actions = ("move", "put")
    pace = 4.0

    def start(self) -> None:
        """Take the examples and put the weight where it begins."""
        v = self.values
        x, target = flowers(v["loss"])
        target = target.clone()
        for i, value in zip(v["moved"][::2], v["moved"][1::2], strict=False):
            if 0 <= i < MAX_EXAMPLES:
                target[int(i)] = value
        n = v["n_examples"]
        self.x, self.target = x[:n], target[:n]
        v["example"] = min(v["example"], n - 1)
        self.weight = float(v["weight"])
        self.grid = torch.linspace(LOW, HIGH, PLACES)
        self.curves = losses(v["loss"], self.grid, self.x, self.target).T.contiguous()  # (N, G)
        self.mean = self.curves.mean(0)  # (G,)
        top = 1.3 * max(1.0, float(self.mean[0]), float(self.mean[-1]))
        self.drawn = self.curves.clamp(max=top)  # so that bytes resolve what is seen
        self.path = [self.weight]

    def gradient(self) -> float:
        """The derivative of the mean loss in the weight, by autograd."""
        w = torch.tensor([self.weight], requires_grad=True)
        losses(self.values["loss"], w, self.x, self.target).mean().backward()
        assert w.grad is not None
        return float(w.grad)

    def advance(self) -> None:
        """Make one step of gradient descent."""
        self.weight -= self.values["learning_rate"] * self.gradient()
        self.path.append(self.weight)

    def finite(self) -> bool:
        """Say whether the weight is still of a size to draw."""
        return math.isfinite(self.weight) and abs(self.weight) < LARGEST

    def state(self) -> Any:
        """Return the weight and how far its path goes."""
        return self.weight, len(self.path)

    def restore(self, state: Any) -> None:
        """Put the weight back."""
        self.weight, n = state
        del self.path[n:]

    def changed(self, name: str) -> None:
        """Look at another example of those that count."""
        self.values["example"] = min(self.values["example"], len(self.x) - 1)

    def put(self, value: Any) -> None:
        """Begin at another weight."""
        w = exactly("put", value, 1, LARGEST)[0]
        self.values["weight"] = round(min(HIGH, max(LOW, w)), 3)
        self.reset()

    def move(self, value: Any) -> None:
        """Give example number value[0] the target value[1]; a class stays 0 or 1."""
        i, target = exactly("move", value, 2, 1000)
        if not 0 <= i < len(self.x):
            raise UserError(f"There is no point {i:g}.")
        if self.values["loss"] == "cross_entropy":
            target = float(target > 0.5)
        kept = dict(zip(self.values["moved"][::2], self.values["moved"][1::2], strict=False))
        kept[float(int(i))] = round(min(4.0, max(-4.0, target)), 2)
        moved = tuple(number for pair in kept.items() for number in pair)
        self.values |= {"moved": moved, "example": int(i)}
        self.put([self.weight])  # the weight stays where it is

    def set(self, name: str, value: Any) -> None:
        """Change a control; another loss has targets of its own."""
        if name == "loss" and value != self.values["loss"]:
            self.values["moved"] = ()
        super().set(name, value)

    def frame(self) -> dict[str, Any]:
        """Return the examples, their losses now, the curves, and the step that comes next."""
        w = torch.tensor([self.weight])
        now = losses(self.values["loss"], w, self.x, self.target)[0]  # (N,)
        sums = self.weight * self.x
        squashed = self.values["loss"] == "cross_entropy"
        at = torch.tensor(self.path[-60:])
        along = losses(self.values["loss"], at, self.x, self.target).mean(1)
        return {
            "x": self.x,
            "target": self.target,
            "y": sums.sigmoid() if squashed else sums,
            "losses": now,
            "weight": self.weight,
            "mean_loss": float(now.mean()),
            "gradient": self.gradient(),
            "next": self.weight - self.values["learning_rate"] * self.gradient(),
            "curves": self.drawn,
            "mean": self.mean,
            "low": LOW,
            "high": HIGH,
            "path": at,
            "path_losses": along,
        }

    def sources(self) -> list[Any]:
        """Name the losses, the gradient and the step."""
        return [losses, LossEngine.gradient, LossEngine.advance]
