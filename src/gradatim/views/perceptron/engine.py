"""Rosenblatt's perceptron in the plane: a line that every mistake turns.

Shapes: N points.
"""

from typing import Any, ClassVar

import numpy as np
import torch

from gradatim.errors import UserError
from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
from gradatim.views.core.controls import Choice, Number, Numbers, exactly
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.toy_points import REACH, flatten, make_points, own_points, unflatten
from gradatim.views.core.uploads import read_points

GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0)}


def gate_points(gate: str) -> tuple[float, ...]:
    """The four corners of a logical gate, false at -2 and true at 2."""
    corners = np.array([[-2, -2], [-2, 2], [2, -2], [2, 2]], dtype=float)
    return flatten(corners, np.array(GATES[gate]))


class PerceptronEngine(Engine):
    """A perceptron of two inputs that learns one point per step by Rosenblatt's rule."""

    name = "perceptron"
    controls: ClassVar = {
        "data": Choice("clouds", ("clouds", "and", "or", "xor", "moons", "own")),
        "n_points": Number(24, 4, 80, integer=True),
        "noise": Number(0.3, 0, 2),
        "points": Numbers(max_length=1200, bound=10, decimals=2),
        # Any first line will do; of one with zero weights there would be nothing to see.
        "w1": Number(-0.6, -50, 50, hidden=True),
        "w2": Number(1.2, -50, 50, hidden=True),
        "bias": Number(0.4, -50, 50, hidden=True),
        "seed": SEED,
    }
    when: ClassVar = {name: ("data", ("clouds", "moons")) for name in ("n_points", "noise", "seed")}
    actions = ("set_line", "move", "add", "remove", "relabel")
    accepts = ".csv,.txt"
    pace = 5.0
    memory = 600

    def __init__(self, data: Any = None, **values: Any) -> None:
        """Start with points of one's own, or with built-in ones.

        Args:
            data: a name such as "xor", or a pair of points (N, 2) and labels (N,) of two classes.
            values: controls by name.
        """
        super().__init__(**{**own_points(data), **values})

    def start(self) -> None:
        """Place the points and set the weights to where they begin."""
        v = self.values
        if v["data"] == "own" and v["points"]:
            flat = v["points"]
        elif v["data"] in GATES:
            flat = gate_points(v["data"])
        else:
            shape = "clouds" if v["data"] == "own" else v["data"]
            flat = make_points(shape, v["n_points"], v["noise"], v["seed"])
        self.points, self.labels = unflatten(flat)
        self.model = Perceptron(PerceptronConfig(in_features=2, n_classes=2))
        self.next = 0
        self.calm = 0  # points in a row without a mistake
        self.mistakes = 0
        self.last = -1  # the point just looked at
        self.wrong = False
        self.errors: list[int] = []
        self.set_weights(v["w1"], v["w2"], v["bias"])
        self.errors.append(self.count_errors())

    def advance(self) -> None:
        """Look at points until one is on the wrong side, and learn from it."""
        for _ in range(len(self.points)):
            i = self.next
            self.next = (i + 1) % len(self.points)
            wrong = self.model.learn_from_mistakes(self.points[i : i + 1], self.labels[i : i + 1])
            self.last, self.wrong = i, bool(wrong)
            self.calm = 0 if wrong else self.calm + 1
            if wrong:
                self.mistakes += 1
                break
        self.errors.append(self.count_errors())
        del self.errors[:-2000]  # XOR never ends

    def finished(self) -> bool:
        """Say that a whole round passed without a mistake."""
        return self.calm >= len(self.points)

    def state(self) -> Any:
        """Return a copy of the weights and counters."""
        linear = self.model.linear
        return (
            (linear.weight.detach().clone(), linear.bias.detach().clone()),
            (self.next, self.calm, self.mistakes, self.last, self.wrong),
            len(self.errors),
        )

    def restore(self, state: Any) -> None:
        """Put weights and counters back."""
        (weight, bias), counters, n = state
        with torch.no_grad():
            self.model.linear.weight.copy_(weight)
            self.model.linear.bias.copy_(bias)
        self.next, self.calm, self.mistakes, self.last, self.wrong = counters
        del self.errors[n:]

    def load_file(self, name: str, content: bytes) -> None:
        """Take a table of points."""
        points, labels, self.notice = read_points(content)
        self._replace_points(flatten(points, labels))

    def line(self) -> tuple[torch.Tensor, float]:
        """Return weights (2,) and bias of the line."""
        # With two classes only the difference of the two rows of weights decides.
        linear = self.model.linear
        weight = (linear.weight[1] - linear.weight[0]).detach()
        return weight, float((linear.bias[1] - linear.bias[0]).detach())

    def set_weights(self, w1: float, w2: float, bias: float) -> None:
        """Put the line where w1 x1 + w2 x2 + bias = 0."""
        half = torch.tensor([w1, w2]) / 2  # the rows differ by the whole weight
        with torch.no_grad():
            self.model.linear.weight.copy_(torch.stack([-half, half]))
            self.model.linear.bias.copy_(torch.tensor([-bias / 2, bias / 2]))

    def count_errors(self) -> int:
        """Count the points on the wrong side of the line."""
        with torch.no_grad():
            scores = self.model(self.points)
        # On the line counts as wrong, as in Rosenblatt's rule, which corrects there as well.
        margin = (scores[:, 1] - scores[:, 0]) * (2 * self.labels - 1)  # (N,), positive: right
        return int((margin <= 0).sum())

    def set_line(self, value: Any) -> None:
        """Set the line by hand: weights (w1, w2) and bias."""
        numbers = exactly("set_line", value, 3, 50)
        self.values |= dict(zip(("w1", "w2", "bias"), numbers, strict=True))
        self.set_weights(*numbers)
        self.calm, self.mistakes, self.last, self.steps = 0, 0, -1, 0
        self.history.clear()
        self.errors = [self.count_errors()]

    def move(self, value: Any) -> None:
        """Move point number value[0] to (value[1], value[2])."""
        i, x, y = self._three("move", value)
        flat = list(flatten(self.points.numpy(), self.labels.numpy()))
        if not 0 <= i < len(self.points):
            raise UserError(f"There is no point {i}.")
        flat[3 * i : 3 * i + 2] = [x, y]
        self._replace_points(tuple(flat), keep=True)

    def add(self, value: Any) -> None:
        """Add a point at (value[0], value[1]) of class value[2]."""
        x, y, label = exactly("add", value, 3, 10)
        if len(self.points) >= 400:
            raise UserError("There are 400 points already. Remove some first.")
        self._replace_points(
            (*flatten(self.points.numpy(), self.labels.numpy()), x, y, float(label > 0)), keep=True
        )

    def relabel(self, value: Any) -> None:
        """Give point number `value` the other class."""
        i = int(Number(0, 0, len(self.points) - 1, integer=True).check("relabel", value))
        flat = list(flatten(self.points.numpy(), self.labels.numpy()))
        flat[3 * i + 2] = 1 - flat[3 * i + 2]
        self._replace_points(tuple(flat), keep=True)

    def remove(self, value: Any) -> None:
        """Take point number `value` away."""
        i = int(Number(0, 0, len(self.points) - 1, integer=True).check("remove", value))
        if len(self.points) <= 2:
            raise UserError("At least two points must stay.")
        flat = flatten(self.points.numpy(), self.labels.numpy())
        self._replace_points((*flat[: 3 * i], *flat[3 * i + 3 :]), keep=True)

    def frame(self) -> dict[str, Any]:
        """Return points, classes, the line's numbers and the history of errors."""
        weight, bias = self.line()
        with torch.no_grad():
            scores = self.model(self.points)
        return {
            "points": self.points,
            "labels": self.labels,
            "scores": scores[:, 1] - scores[:, 0],
            "weight": weight,
            "bias": bias,
            "reach": REACH,
            "last": self.last,
            "wrong": self.wrong,
            "mistakes": self.mistakes,
            "errors": np.array(self.errors[-300:], dtype=np.float32),
        }

    def sources(self) -> list[Any]:
        """Name Rosenblatt's rule and the forward pass."""
        return [Perceptron.learn_from_mistakes, Perceptron.forward]

    def _replace_points(self, flat: tuple[float, ...], keep: bool = False) -> None:
        weight, bias = self.line()
        self.values |= {"data": "own", "points": flat}
        if keep:  # the line stays where it is, the counting begins anew
            numbers = [round(float(n), 3) for n in (*weight, bias)]
            clipped = [max(-50.0, min(50.0, n)) for n in numbers]
            self.values |= dict(zip(("w1", "w2", "bias"), clipped, strict=True))
        self.reset()

    def _three(self, name: str, value: Any) -> tuple[int, float, float]:
        numbers = exactly(name, value, 3, 1000)
        x, y = (max(-REACH, min(REACH, n)) for n in numbers[1:])
        return int(numbers[0]), x, y
