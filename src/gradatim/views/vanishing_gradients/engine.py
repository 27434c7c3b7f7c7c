"""Vanishing gradients: what fifty layers do to the values forward and to the gradient backward.

Backward, each layer multiplies the gradient by the slope of its activation and by its weights.
Below one the product vanishes with depth, above one it explodes; a skip connection adds one.

Shapes: N points, n neurons of a layer, L layers with weights, K bins of a histogram.

X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks",
AISTATS 2010; K. He et al., "Delving deep into rectifiers", ICCV 2015, section 2.2.
"""

import copy
import math
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.models.layers import ACTIVATIONS
from gradatim.models.vision.backpropagation import activation_derivative
from gradatim.training.config import OptimizerConfig
from gradatim.training.task import Batch, Task
from gradatim.views.core.controls import Choice, Flag, Number, Numbers
from gradatim.views.core.engine import SEED, temporary_seed
from gradatim.views.core.network_graph import shown_source
from gradatim.views.core.point_engine import PointEngine
from gradatim.views.core.toy_points import (
    REACH,
    SHAPES,
    chosen_points,
    grid,
    own_points,
    takes_points,
    unflatten,
)
from gradatim.views.core.trainer import Trainer

WIDTH = 32  # neurons of every hidden layer
MAX_DEPTH = 50
BINS = 40
FINE = 24  # places along each axis of the output's map
WEIGHTED = (nn.Linear, nn.Conv1d, nn.Conv2d)
OF_BUILT_IN = ("depth", "activation", "initialization", "skip")  # controls
TINY, LARGEST = 1e-99, 1e30  # the first stands for a gradient of zero under logarithms


class DeepNetwork(nn.Module):
    """Linear layers of one width; with `skip`, each hidden one adds to what it receives."""

    def __init__(self, depth: int, activation: str, skip: bool) -> None:
        """Build `depth` linear layers from 2 numbers to 2 scores."""
        super().__init__()
        widths = [2, *[WIDTH] * (depth - 1), 2]
        self.layers = nn.ModuleList(map(nn.Linear, widths[:-1], widths[1:]))
        self.activation = nn.Identity() if activation == "none" else ACTIVATIONS[activation]()
        self.skip = skip

    def forward(self, x: Tensor) -> Tensor:
        """Points (N, 2) to scores (N, 2)."""
        x = self.activation(self.layers[0](x))  # (N, n)
        for layer in self.layers[1:-1]:
            new = self.activation(layer(x))
            x = x + new if self.skip else new
        return self.layers[-1](x)


@torch.no_grad()
def initialize(model: DeepNetwork, kind: str) -> None:
    """Draw the first weights by a named rule; biases start at zero, but for PyTorch's own rule.

    Args:
        model: whose weights are drawn anew.
        kind: "pytorch" (variance 1/3 over the number of inputs), "xavier" (2 over inputs and
            outputs), "he" (2 over the inputs), "small" (deviation 0.01), "large" (deviation 0.5).
    """
    for layer in model.modules():
        if not isinstance(layer, nn.Linear):
            continue
        match kind:
            case "pytorch":
                layer.reset_parameters()
                continue
            case "xavier":
                nn.init.xavier_normal_(layer.weight)
            case "he":
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            case "small" | "large":
                nn.init.normal_(layer.weight, std=0.01 if kind == "small" else 0.5)
        nn.init.zeros_(layer.bias)


class LayerStatistics(NamedTuple):
    """One layer with weights, in one pass forward and backward."""

    weight: Tensor  # (out, in, ...)
    output: Tensor  # z, before the activation, (N, n)
    handed_on: Tensor  # what the next layer receives; of the last one, z
    delta: Tensor  # dJ/dz, (N, n)
    gradient: Tensor  # dJ/d(weight)


def measure(model: nn.Module, task: Task, batch: Batch) -> list[LayerStatistics]:
    """Pass a batch forward and its loss backward; return what every layer gave and received.

    Args:
        model: with linear or convolutional layers, in the order in which they run.
        task: its loss.
        batch: on which it is computed.
    """
    passed: list[tuple[Tensor, Tensor, Tensor]] = []

    def keep(layer: Any, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        passed.append((layer.weight, inputs[0], output))

    hooks = [m.register_forward_hook(keep) for m in model.modules() if isinstance(m, WEIGHTED)]
    buffers = [buffer.clone() for buffer in model.buffers()]
    try:
        loss, _ = task.loss(batch)
    finally:
        for hook in hooks:
            hook.remove()
    weights = [weight for weight, _, _ in passed]
    outputs = [output for _, _, output in passed]
    # Not backward(): the .grad of the training step must stay as it is.
    found = torch.autograd.grad(loss, [*outputs, *weights], allow_unused=True)
    gradients = [
        torch.zeros_like(of) if gradient is None else gradient
        for gradient, of in zip(found, [*outputs, *weights], strict=True)
    ]
    for buffer, kept in zip(model.buffers(), buffers, strict=True):
        buffer.copy_(kept)  # such as the running means of a batch norm
    L = len(passed)
    handed = [inputs for _, inputs, _ in passed[1:]] + outputs[-1:]
    return [
        LayerStatistics(*(t.detach().double().nan_to_num(0, LARGEST, -LARGEST) for t in five))
        for five in zip(weights, outputs, handed, gradients[:L], gradients[L:], strict=True)
    ]


def size(values: Tensor) -> float:
    """The root of the mean square of all values."""
    return float(values.square().mean().sqrt())


def expected_factor(
    model: DeepNetwork, layers: list[LayerStatistics], i: int
) -> tuple[float, float]:
    """By what layer i should multiply the size of the gradient: its slope, and the next weights.

    For weights drawn at random, dJ/dz of layer i is that of layer i + 1 times the slope of the
    activation times deviation * sqrt(outputs) of the weights between them (He et al., eq. 14).
    """
    z, weight = layers[i].output, layers[i + 1].weight
    plain = isinstance(model.activation, nn.Identity)
    slope = 1.0 if plain else size(activation_derivative(model.activation, z))
    return slope, size(weight) * math.sqrt(len(weight))


def fit_deep(model: Any) -> nn.Module:
    """Check a network that somebody passes in Python as `model=`; returns it.

    Raises:
        UserError: no module from points (B, 2) to scores (B, 2), or other than 2 to 50 layers.
    """
    if not isinstance(model, nn.Module):
        raise UserError(f"model must be a torch.nn.Module, not {type(model).__name__}.")
    count = sum(isinstance(m, WEIGHTED) for m in model.modules())
    if not 2 <= count <= MAX_DEPTH:
        raise UserError(f"model has {count} layers with weights; 2 to {MAX_DEPTH} can be drawn.")
    return takes_points(model)


class VanishingGradientsEngine(PointEngine):
    """A network of 2 to 50 layers: values, gradients and updates of each while it learns."""

    name = "vanishing_gradients"
    controls: ClassVar = {
        "depth": Number(20, 2, MAX_DEPTH, integer=True),
        "activation": Choice("sigmoid", ("sigmoid", "tanh", "relu", "gelu", "none")),
        "initialization": Choice("pytorch", ("pytorch", "xavier", "he", "small", "large")),
        "skip": Flag(False),
        "learning_rate": Number(0.1, 0.001, 10, log=True),
        "data": Choice("circle", (*SHAPES, "own")),
        "layer": Number(1, 1, MAX_DEPTH, integer=True, hidden=True),
        "points": Numbers(max_length=1200, bound=10, decimals=2),
        "seed": SEED,
    }
    live = ("learning_rate", "layer")
    takes = ("program", "run")
    pace = 20.0
    memory = 60

    def __init__(self, data: Any = None, model: nn.Module | None = None, **values: Any) -> None:
        """Start with points and a network of one's own, or with built-in ones.

        Args:
            data: a name such as "moons", or a pair of points (N, 2) and labels (N,).
            model: any module from points (B, 2) within about 2 of zero to scores (B, 2), with 2
                to 50 linear or convolutional layers. A copy of it is trained.
            values: controls by name.

        Raises:
            UserError: another kind of network, or points that are none.
        """
        self.custom_model = None if model is None else fit_deep(model)
        super().__init__(**{**own_points(data), **values})

    def start(self) -> None:
        """Draw the points and build the network from the seed."""
        v = self.values
        points, self.labels = unflatten(chosen_points(v, 160, 0.2))
        config = OptimizerConfig(optimizer="sgd", learning_rate=v["learning_rate"], momentum=0.0)
        self.begin(self._network(), config)
        self.points = points.to(next(self.model.parameters()))
        self.places = (grid(FINE) / 3).to(self.points)
        self.drawn = {"points": (points * 20).round().to(torch.int32), "labels": self.labels}
        self.losses.append(self.loss_on(self.points, self.labels))

    def fit_model(self, model: nn.Module) -> nn.Module:
        """Check a network of the visitor's own; the controls of the built-in one go back."""
        fitting = fit_deep(model)
        self.values |= {name: self.controls[name].default for name in OF_BUILT_IN}
        return fitting

    def advance(self) -> None:
        """Learn from one batch of 32 points by plain gradient descent."""
        chosen = torch.randint(len(self.points), (32,), generator=self.random)
        with self._drawing():
            self.trainer.step((self.points[chosen], self.labels[chosen]))
        if (self.steps + 1) % 10 == 0:
            self.losses.append(self.loss_on(self.points, self.labels))

    def finite(self) -> bool:
        """Say whether the weights are finite, and the loss that they give is a number of use."""
        return self.trainer.finite() and self.loss_on(self.points, self.labels) < LARGEST

    def frame(self) -> dict[str, Any]:
        """Return per layer histograms of values and gradients, their sizes, and the updates."""
        with self._drawing():
            layers = measure(self.model, self.trainer.task, (self.points, self.labels))
        L = len(layers)
        rate = self.values["learning_rate"]
        gradients = [max(size(layer.delta), TINY) for layer in layers]
        updates = [max(rate * size(m.gradient), TINY) / max(size(m.weight), TINY) for m in layers]
        low, high = self._range(layers)
        smallest, largest = math.log10(min(gradients)), math.log10(max(gradients))
        span = 5 * math.floor((smallest - 1) / 5), 5 * math.ceil((largest + 0.5) / 5)
        exponents = [m.delta[m.delta != 0].abs().log10() for m in layers]  # zeros have none
        handed = [layer.handed_on.flatten().clamp(low, high) for layer in layers]
        chosen = min(self.values["layer"], L) - 1
        factor: tuple[float, float] | None = None
        if self.custom_model is None and not self.values["skip"] and chosen < L - 1:
            factor = expected_factor(self.model, layers, chosen)  # type: ignore[arg-type]
        self.model.eval()
        with torch.no_grad():
            scores = self.model(self.places)
        self.model.train()
        return {
            "values": _histograms(handed, low, high),
            "values_span": [low, high],
            "gradients": _histograms(exponents, *span),
            "gradients_span": list(span),
            "gradient_sizes": np.log10(gradients),
            "update_sizes": np.log10(updates),
            "means": np.array([float(m.handed_on.mean()) for m in layers]).clip(-LARGEST, LARGEST),
            "deviations": np.array([float(m.handed_on.std()) for m in layers]).clip(0, LARGEST),
            "layer": chosen + 1,
            "factor": [] if factor is None else list(factor),
            "output": torch.tanh((scores[:, 1] - scores[:, 0]) / 2).view(FINE, FINE),
            **self.drawn,
            "reach": REACH,
            "losses": np.array(self.losses[-150:], dtype=np.float32),
        }

    def sources(self) -> list[Any]:
        """Name the network, its first weights, and how its gradients are read."""
        network = shown_source(self.model)
        return [network, initialize, measure, expected_factor, Trainer.step]

    def _network(self) -> nn.Module:
        """Build the network of the controls, or copy the one that was brought."""
        v = self.values
        if self.custom_model is not None:
            if any(v[name] != self.controls[name].default for name in OF_BUILT_IN):
                raise UserError("This network is your own, so its layers cannot be changed here.")
            return copy.deepcopy(self.custom_model).train()
        # In double precision, which still holds what float32 would lose.
        with temporary_seed(v["seed"]):
            model = DeepNetwork(v["depth"], v["activation"], v["skip"]).double()
            initialize(model, v["initialization"])
        return model

    def _drawing(self) -> AbstractContextManager[None]:
        """Let a dropout in one's own network draw from the seed and the step."""
        own = self.custom_model is not None
        return temporary_seed(self.values["seed"] + self.steps) if own else nullcontext()

    def _range(self, layers: list[LayerStatistics]) -> tuple[float, float]:
        """Choose the axis for the values that layers hand on."""
        v = self.values
        if self.custom_model is None and not v["skip"] and v["activation"] in ("sigmoid", "tanh"):
            return (0.0, 1.0) if v["activation"] == "sigmoid" else (-1.0, 1.0)
        # Round bounds, so that the axis stays still while the values move.
        top = max(float(m.handed_on.abs().quantile(0.99)) for m in layers)
        power = 10 ** math.floor(math.log10(min(max(top, 1e-6), LARGEST)))
        reach = next(f * power for f in (1.0, 2.0, 5.0, 10.0, math.inf) if f * power >= top)
        return -reach, reach


def _histograms(values: list[Tensor], low: float, high: float) -> np.ndarray:
    """Count in K bins per layer, (K, L), low values first; the fullest bin of a layer counts 1."""
    counts = np.stack([torch.histc(v, BINS, low, high).numpy() for v in values], 1)
    return counts / counts.max(0, keepdims=True).clip(min=1)
