"""Gradient descent on a surface J(a, b): two runs from one start, a small and a large step.

The surface is a formula, or a plane through the loss of a real network: a small MLP is trained,
and the two directions in which its weights moved most span the plane.

Shapes: G points of the drawn grid along each axis, T past steps.
"""

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.training.config import OptimizerConfig
from gradatim.training.loop import forward_and_backward
from gradatim.training.task import Task
from gradatim.views.core.controls import Choice, Number, exactly
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.toy_points import takes_points
from gradatim.views.core.trainer import Trainer
from gradatim.views.core.uploads import read_points
from gradatim.views.gradient_descent.network_plane import network_plane
from gradatim.views.gradient_descent.surfaces import REACH, SURFACES, Surface

METHODS = {
    "gradient": OptimizerConfig(optimizer="sgd", momentum=0.0),
    "momentum": OptimizerConfig(optimizer="sgd", momentum=0.9),
    "adam": OptimizerConfig(optimizer="adamw", beta2=0.999),
}
GRID = 72
START = (-2.5, 1.2)
TRAIL = 150  # past places drawn


class _Place(nn.Module):
    def __init__(self, place: tuple[float, float]) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.tensor(place))


class Descent(Task):
    """Two weights, (a, b), that slide down a surface."""

    def __init__(self, surface: Surface, place: tuple[float, float]) -> None:
        """Start at a place (a, b)."""
        self.model = _Place(place)
        self.surface = surface

    def loss(self, batch: Any) -> tuple[Tensor, dict[str, Tensor]]:
        """Return J at the place; the batch tilts the surface, as a small sample of data would."""
        w = self.model.get_parameter("w")
        return self.surface(w) + (batch * w).sum(), {}


class GradientDescentEngine(Engine):
    """Two runs of gradient descent side by side: one start, two step sizes."""

    name = "gradient_descent"
    controls: ClassVar = {
        "surface": Choice("ravine", (*SURFACES, "network")),
        "small": Number(0.02, 0.001, 10, log=True),
        "large": Number(0.12, 0.001, 10, log=True),
        "method": Choice("gradient", tuple(METHODS)),
        "noise": Number(0.0, 0.0, 3.0),
        "display": Choice("contours", ("contours", "relief")),
        "start_a": Number(START[0], -REACH, REACH, hidden=True),
        "start_b": Number(START[1], -REACH, REACH, hidden=True),
        "seed": SEED,
    }
    actions = ("start_at",)
    live = ("small", "large", "noise", "display")
    accepts = ".csv,.txt"
    takes = ("program", "run")
    pace = 6.0
    _chosen: tuple[str, int] | None = None  # the surface drawn now

    def __init__(self, model: nn.Module | None = None, data: Any = None, **values: Any) -> None:
        """Start on a formula, or on the plane through the loss of one's own network.

        Args:
            model: takes the inputs of `data` and gives a score per class; a copy of it is trained.
            data: inputs (N, ...) and labels (N,).
            values: controls by name.
        """
        self.custom_model, self.data = model, data
        if model is not None or data is not None:
            values = {"surface": "network", **values}
        super().__init__(**values)

    def start(self) -> None:
        """Put both runs at the start and draw the surface."""
        v = self.values
        chosen = (v["surface"], v["seed"])
        if self._chosen != chosen:
            self._chosen = chosen
            self.path = np.zeros((0, 2), np.float32)
            if v["surface"] == "network":
                self.surface, self.path = network_plane(v["seed"], self.data, self.custom_model)
            else:
                self.surface = SURFACES[v["surface"]]
            axis = torch.linspace(-REACH, REACH, GRID)
            b, a = torch.meshgrid(axis, axis, indexing="ij")
            with torch.no_grad():
                self.grid = self.surface(torch.stack([a, b], -1)).numpy()  # (G, G), rows are b
            # Drawn as a square root, so that bytes keep the levels near the minimum apart.
            self.root = np.sqrt(np.maximum(self.grid - self.grid.min(), 0))
            # Not torch.func.hessian: its forward mode counts levels for all threads together, and
            # another visitor's view may be opening.
            hessian = torch.autograd.functional.hessian(self.surface, self._lowest())
            assert isinstance(hessian, torch.Tensor)  # of one input, (2, 2)
            self.curvature = max(float(torch.linalg.eigvalsh(hessian)[-1]), 1e-6)
        begin = v["start_a"], v["start_b"]
        if len(self.path) and begin == START:  # nobody chose another place: where training began
            begin = float(self.path[0, 0]), float(self.path[0, 1])
        self.runs = []
        for name in ("small", "large"):
            task = Descent(self.surface, begin)
            config = replace(METHODS[v["method"]], learning_rate=v[name])
            self.runs.append(Trainer(task, config))
        self.made = [0, 0]  # steps of each run: one that has left makes no more
        self.random = torch.Generator().manual_seed(v["seed"])
        self.trails: list[list[list[float]]] = [[self._measure(run)] for run in self.runs]

    def advance(self) -> None:
        """Let both runs make one step, with the same tilt of the surface."""
        tilt = torch.randn(2, generator=self.random) * self.values["noise"]
        for run, trail in zip(self.runs, self.trails, strict=True):
            if abs(trail[-1][0]) > 1e4 or abs(trail[-1][1]) > 1e4:
                continue  # this one has left for good; the other goes on
            run.step(tilt)
            trail.append(self._measure(run))
            del trail[:-400]  # more than TRAIL, for going back
            self.made[self.runs.index(run)] += 1

    def finite(self) -> bool:
        """Say whether a run is still on its way: both gone means there is nothing to see."""
        return any(max(abs(trail[-1][0]), abs(trail[-1][1])) <= 1e4 for trail in self.trails)

    def changed(self, name: str) -> None:
        """Let a new step size act from the next step on."""
        if name in ("small", "large"):
            self.runs[name == "large"].set_learning_rate(self.values[name])

    def load_file(self, name: str, content: bytes) -> None:
        """Take points; the surface becomes the plane through a network that learns them."""
        points, labels, self.notice = read_points(content)
        self.data, self.custom_model = (points / 3, labels), None
        self.values["surface"] = "network"
        self._chosen = None
        self.reset()

    def fit_model(self, model: nn.Module) -> nn.Module:
        """Check a network of the visitor's own; the surface becomes the plane through its loss."""
        self.values["surface"], self._chosen = "network", None
        return takes_points(model)

    def start_at(self, value: Any) -> None:
        """Start both runs at another place (a, b)."""
        a, b = exactly("start_at", value, 2)
        self.values["start_a"] = round(max(-REACH, min(REACH, a)), 2)
        self.values["start_b"] = round(max(-REACH, min(REACH, b)), 2)
        self.reset()

    def state(self) -> Any:
        """Return a copy of both runs."""
        runs = [run.state() for run in self.runs]
        trails = [list(trail) for trail in self.trails]
        return runs, trails, list(self.made), self.random.get_state()

    def restore(self, state: Any) -> None:
        """Put both runs back."""
        runs, trails, made, random = state
        for run, kept in zip(self.runs, runs, strict=True):
            run.restore(kept)
        self.trails, self.made = [list(trail) for trail in trails], list(made)
        self.random.set_state(random)

    def frame(self) -> dict[str, Any]:
        """Return the surface, both trails (a, b, J), both gradients and the critical step."""
        shown: dict[str, Any] = {
            "root": self.root,
            "path": self.path,
            "lowest": float(self.grid.min()),
            "reach": REACH,
            "critical": 2 / self.curvature,
        }
        for key, run, trail, made in zip("ab", self.runs, self.trails, self.made, strict=True):
            w = torch.tensor(trail[-1][:2], requires_grad=True)
            (gradient,) = torch.autograd.grad(self.surface(w), w)
            shown |= {
                f"trail_{key}": np.array(trail[-TRAIL:], dtype=np.float32),
                f"gradient_{key}": gradient,
                f"step_{key}": made,
                f"rate_{key}": run.optimizers[0].param_groups[0]["lr"],
            }
        return shown

    def sources(self) -> list[Any]:
        """Name the surface, the task and the loop's step."""
        surface = SURFACES.get(self.values["surface"], network_plane)
        return [surface, Descent, Trainer.step, forward_and_backward]

    def _lowest(self) -> Tensor:
        """The lowest place of the drawn grid: its curvature limits the step there."""
        row, column = divmod(int(self.grid.argmin()), GRID)
        step = 2 * REACH / (GRID - 1)
        return torch.tensor([-REACH + column * step, -REACH + row * step])

    def _measure(self, run: Trainer) -> list[float]:
        w = run.task.model.get_parameter("w").detach()
        with torch.no_grad():
            return [*w.tolist(), float(self.surface(w))]
