"""The MLP playground: every neuron's map of the plane while the network learns.

Shapes: N points, B points per batch, n neurons of a layer, G places of the grid along each axis.
"""

import copy
from functools import partial
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.training.config import OptimizerConfig
from gradatim.training.loop import forward_and_backward
from gradatim.views.core.controls import Choice, Number, Numbers, exactly
from gradatim.views.core.engine import SEED, temporary_seed
from gradatim.views.core.network_graph import shown_source
from gradatim.views.core.point_engine import PointEngine
from gradatim.views.core.toy_points import (
    REACH,
    SHAPES,
    PointTask,
    chosen_points,
    flatten,
    grid,
    own_points,
    takes_points,
    unflatten,
)
from gradatim.views.core.trainer import Trainer

FINE, COARSE = 60, 20  # places along each axis of the output's map, and of a neuron's
PLACES = grid(FINE) / 3


def fit_network(model: Any) -> nn.Module:
    """Check a network that somebody passes in Python as `model=`; returns it.

    Raises:
        UserError: no chain of linear layers from 2 numbers to 2 scores, or one too large to draw.
    """
    if not isinstance(model, nn.Module):
        raise UserError(f"model must be a torch.nn.Module, not {type(model).__name__}.")
    linears = [m for m in model.modules() if isinstance(m, nn.Linear)]
    shapes = [(m.in_features, m.out_features) for m in linears]
    chain = [2, *(n for _, n in shapes)]
    if not shapes or [n for n, _ in shapes] != chain[:-1] or chain[-1] != 2:
        found = ", ".join(f"{a} to {b}" for a, b in shapes[:6]) or "none"
        raise UserError(
            f"model has these linear layers: {found}; each must take what the one before gives, "
            "from 2 numbers to 2 scores."
        )
    if len(chain) > 6 or max(chain) > 8 or any(m.bias is None for m in linears):
        raise UserError(
            "model is too large to be drawn or lacks a bias; at most 4 hidden layers of 8 neurons "
            "fit, each with its bias."
        )
    return takes_points(model)


def _sizes(model: nn.Module) -> dict[str, int]:
    hidden = [m.out_features for m in model.modules() if isinstance(m, nn.Linear)][:-1]
    return {"layers": len(hidden), "width": max(hidden, default=1)}


def _percent(right: Tensor) -> float | None:
    """Of 100 how many are right; None of no points."""
    return 100 * float(right.float().mean()) if len(right) else None


class MultilayerPerceptronEngine(PointEngine):
    """A multi-layer perceptron that learns two classes of points, one batch per step."""

    name = "mlp"
    controls: ClassVar = {
        "data": Choice("circle", (*SHAPES, "own")),
        "layers": Number(2, 0, 4, integer=True),
        "width": Number(4, 1, 8, integer=True),
        "activation": Choice("tanh", ("tanh", "relu", "sigmoid", "none")),
        "learning_rate": Number(0.01, 0.0001, 10, log=True),
        "optimizer": Choice("adamw", ("adamw", "sgd")),
        "batch_size": Number(16, 1, 100, integer=True),
        "noise": Number(0.2, 0, 2),
        "points": Numbers(max_length=1200, bound=10, decimals=2),
        "seed": SEED,
    }
    actions = ("mute", "freeze", "set_weight", "add", "clear", "undo")
    takes = ("program", "run")
    live = ("learning_rate", "batch_size")
    pace = 60.0
    memory = 400
    before: tuple[dict[str, Any], ...] = ()  # the points before each change by hand

    def __init__(self, data: Any = None, model: nn.Module | None = None, **values: Any) -> None:
        """Start with points and a network of one's own, or with built-in ones.

        Args:
            data: a name such as "xor", or a pair of points (N, 2) and labels (N,) of two classes.
            model: linear layers one after another, with anything between them, from points (B, 2)
                within about 2 of zero to scores (B, 2). A copy of it is trained.
            values: controls by name.

        Raises:
            UserError: another kind of network, or points that are none.
        """
        self.custom_model = None if model is None else fit_network(model)
        if self.custom_model is not None:
            values = {**values, **_sizes(self.custom_model)}
        super().__init__(**{**own_points(data), **values})

    def start(self) -> None:
        """Draw the points and build the network from the seed."""
        v = self.values
        self._take(chosen_points(v, 200, v["noise"]))
        self.before = self.before if v["data"] == "own" else ()
        config = OptimizerConfig(
            optimizer=v["optimizer"],
            learning_rate=v["learning_rate"],
            momentum=0.0 if v["optimizer"] == "sgd" else None,
        )
        self.begin(self._network(), config)
        self.linears = [m for m in self.model.modules() if isinstance(m, nn.Linear)]
        self.alive = torch.ones(v["layers"], v["width"])
        self.frozen = torch.zeros(v["layers"], v["width"], dtype=torch.bool)
        self.seen: dict[int, Tensor] = {}  # what each hidden layer last gave, (B, n)
        for layer, linear in enumerate(self.linears[1:]):
            linear.register_forward_pre_hook(partial(self._pass_on, layer))
        self.losses.append(self.measure_losses())
        self.last_loss = 0.0

    def fit_model(self, model: nn.Module) -> nn.Module:
        """Check a network of the visitor's own; the controls tell its layers."""
        fitting = fit_network(model)
        self.values |= _sizes(fitting)
        return fitting

    def advance(self) -> None:
        """Learn from one batch drawn from the training points."""
        train = (~self.held_out).nonzero().flatten()
        # With replacement: a visitor's few points need fill no whole epoch.
        n = min(self.values["batch_size"], len(train))
        chosen = train[torch.randint(len(train), (n,), generator=self.random)]
        # Copies only where a neuron is frozen: they would cost every step of everybody else.
        linears = self.linears if self.frozen.any() else []
        kept = [(m.weight.detach().clone(), m.bias.detach().clone()) for m in linears]
        self.last_loss = float(self.trainer.step((self.points[chosen], self.labels[chosen])))
        with torch.no_grad():
            for linear, (weight, bias), row in zip(linears, kept, self.frozen, strict=False):
                rows = row[: len(weight)]
                # Put back after the step: a gradient of zero would still leave Adam's momentum.
                linear.weight[rows], linear.bias[rows] = weight[rows], bias[rows]
        if (self.steps + 1) % 10 == 0:  # the losses of all points take longer than a step
            self.losses.append(self.measure_losses())

    def finite(self) -> bool:
        """Say whether weights and loss are finite."""
        return bool(np.isfinite(self.last_loss)) and self.trainer.finite()

    def state(self) -> Any:
        """Return a copy of weights, optimizer, random state and switches."""
        return super().state(), (self.alive.clone(), self.frozen.clone())

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        learned, (alive, frozen) = state
        super().restore(learned)
        self.alive.copy_(alive)
        self.frozen.copy_(frozen)
        self.last_loss = 0.0

    def mute(self, value: Any) -> None:
        """Mute neuron value = [layer, neuron], or let it pass again."""
        layer, neuron = self._pair(value, self.alive.shape)
        # A factor and not a weight: muting must not forget what the neuron has learned.
        self.alive[layer, neuron] = 1 - self.alive[layer, neuron]

    def freeze(self, value: Any) -> None:
        """Let neuron value = [layer, neuron] learn no more, or again."""
        layer, neuron = self._pair(value, self.frozen.shape)
        self.frozen[layer, neuron] = ~self.frozen[layer, neuron]

    def set_weight(self, value: Any) -> None:
        """Set one weight by hand: [layer, to, from, value]."""
        numbers = exactly("set_weight", value, 4, 20)
        if not 0 <= int(numbers[0]) < len(self.linears):
            raise UserError(f"There is no layer {numbers[0]:g}.")
        weight = self.linears[int(numbers[0])].weight
        row, column = self._pair(numbers[1:3], weight.shape)
        with torch.no_grad():
            weight[row, column] = numbers[3]

    def add(self, value: Any) -> None:
        """Draw one more point: [x, y, class]; the network keeps what it has learned."""
        x, y, label = exactly("add", value, 3, 10)
        if len(self.points) >= 400:
            raise UserError("There are 400 points already. Clear them first.")
        self._replace((*flatten(self.points.numpy(), self.labels.numpy()), x, y, float(label > 0)))

    def clear(self, _: Any) -> None:
        """Take all points away, to draw one's own from two first ones."""
        self._replace((2.0, 2.0, 1.0, -2.0, -2.0, 0.0))

    def undo(self, _: Any) -> None:
        """Take the last change of the points back."""
        if not self.before:
            raise UserError("There is nothing to undo.")
        *earlier, last = self.before
        self.before = tuple(earlier)
        self.values |= last
        self._take(chosen_points(self.values, 200, self.values["noise"]))
        self.history.clear()

    def measure_losses(self) -> tuple[float, float]:
        """Return the loss on the training points and on the held-out ones."""
        masks = (~self.held_out, self.held_out)
        train, test = (
            self.loss_on(self.points[mask], self.labels[mask]) if mask.any() else 0.0
            for mask in masks
        )
        return train, test

    def frame(self) -> dict[str, Any]:
        """Return every neuron's map, all weights, the points and the losses."""
        self.model.eval()
        with torch.no_grad():
            right = self.model(self.points).argmax(1) == self.labels
            scores = self.model(PLACES)  # the last, as its maps are drawn
        self.model.train()
        margin = scores[:, 1] - scores[:, 0]  # of two classes: softmax = sigmoid of it
        shown: dict[str, Any] = {
            "output": torch.tanh(margin / 2).view(FINE, FINE),  # 2 p - 1
            **self.drawn,
            "alive": self.alive,
            "frozen": self.frozen,
            "reach": REACH,
            "n_layers": self.values["layers"],
            "losses": np.array(self.losses[-150:], dtype=np.float32),
            "right": [_percent(right[~self.held_out]), _percent(right[self.held_out])],
            "undoable": bool(self.before),
        }
        for i, linear in enumerate(self.linears):
            shown[f"weight_{i}"], shown[f"bias_{i}"] = linear.weight, linear.bias
            if i < len(self.linears) - 1:
                maps = self.seen[i].T.reshape(-1, FINE, FINE)[:, ::3, ::3]  # (n, 20, 20)
                # Each neuron on its own scale: ReLU has no common one.
                reach = maps.abs().amax((1, 2), keepdim=True).clamp(min=1e-6)  # (n, 1, 1)
                shown[f"maps_{i}"] = maps / reach
        return shown

    def sources(self) -> list[Any]:
        """Name the network, its loss and the loop's step."""
        return [shown_source(self.model), PointTask, Trainer.step, forward_and_backward]

    def _network(self) -> nn.Module:
        """Build the network of the controls, or copy the one that was brought."""
        v = self.values
        if self.custom_model is not None:
            if any(v[name] != size for name, size in _sizes(self.custom_model).items()):
                raise UserError("This network is your own, so its layers cannot be changed here.")
            return copy.deepcopy(self.custom_model).train()
        config = MLPConfig(
            in_features=2,
            hidden=(v["width"],) * v["layers"],
            n_classes=2,
            activation="tanh" if v["activation"] == "none" else v["activation"],
        )
        # First weights come from torch's global generator, which visitors share.
        with temporary_seed(v["seed"]):
            model = MLP(config)
        if v["activation"] == "none":
            for i in range(1, len(model.layers), 2):
                model.layers[i] = nn.Identity()
        return model

    def _pass_on(self, layer: int, _: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor]:
        """Hand the outputs of a hidden layer to the next one, those of muted neurons as zero."""
        outputs = inputs[0] * self.alive[layer, : inputs[0].shape[-1]]
        self.seen[layer] = outputs.detach()
        return (outputs,)

    def _take(self, flat: tuple[float, ...]) -> None:
        """Take other points; half of them test, though the first eight all train."""
        self.points, self.labels = unflatten(flat)
        index = torch.arange(len(self.points))
        self.held_out = (index >= 8) & (index % 4 >= 2)  # both classes come in turn
        places = (self.points * 20).round().to(torch.int32)  # in twentieths of a unit
        self.drawn = {"points": places, "labels": self.labels, "held_out": self.held_out}

    def _replace(self, flat: tuple[float, ...]) -> None:
        changed = {name: self.values[name] for name in ("data", "points")}
        self.before = (*self.before[-100:], changed)
        self.values |= {"data": "own", "points": flat}
        self._take(flat)
        self.history.clear()  # earlier steps were made on other points

    def _pair(self, value: Any, shape: torch.Size) -> tuple[int, int]:
        numbers = exactly("place", value, 2, 100)
        if not (0 <= numbers[0] < shape[0] and 0 <= numbers[1] < shape[1]):
            raise UserError("There is no such neuron or weight in this network.")
        return int(numbers[0]), int(numbers[1])
