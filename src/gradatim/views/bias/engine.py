"""Errors by group: a classifier that learns before your eyes, from few of one group.

Digits in ink and in chalk; or men and women of the census of 1994. Both are measured on examples
from which nothing is learned.
"""

import math
from typing import Any, ClassVar

import numpy as np

from gradatim.insight.metrics.fairness import balancing_weights, by_group
from gradatim.stats import fraction
from gradatim.training.config import OptimizerConfig
from gradatim.views.bias.groups import (
    REPAIRS,
    CensusGroups,
    Groups,
    PaperGroups,
    as_ink,
)
from gradatim.views.core.controls import Choice, Number
from gradatim.views.core.engine import SEED, Engine, temporary_seed
from gradatim.views.core.trainer import Trainer

MEASURE_EVERY = 5  # steps


class BiasEngine(Engine):
    """One classifier, two groups: how often it errs on each while it learns."""

    name = "bias"
    controls: ClassVar = {
        "data": Choice("digits", ("digits", "census")),
        "fraction": Number(0.03, 0.003, 0.5, log=True),
        "repair": Choice("none", REPAIRS),
        "learning_rate": Number(0.002, 0.0001, 0.05, log=True),
        "seed": SEED,
    }
    live = ("learning_rate",)
    pace = 30.0
    memory = 30

    def start(self) -> None:
        """Take the groups and build the network from the seed."""
        v = self.values
        self.groups: Groups
        if v["data"] == "digits":
            self.groups = PaperGroups(v["fraction"], v["repair"], v["seed"])
        else:
            self.groups = CensusGroups(v["repair"], v["seed"])
        config = OptimizerConfig(learning_rate=v["learning_rate"])
        self.trainer = Trainer(self.groups.task, config)
        self.loss = 0.0
        self.curve: list[tuple[int, float, float]] = []  # step, error of both groups
        self.measure(0)

    def advance(self) -> None:
        """Learn from one batch."""
        with temporary_seed(self.values["seed"] + self.steps):
            self.loss = float(self.trainer.step(next(self.groups.task.batches)))
        if (self.steps + 1) % MEASURE_EVERY == 0:
            self.measure(self.steps + 1)

    def measure(self, step: int) -> None:
        """Measure both groups."""
        self.rates = self.groups.rates()
        self.curve.append((step, *self.rates["error"]))

    def changed(self, name: str) -> None:
        """Let a new learning rate act from the next step on."""
        self.trainer.set_learning_rate(self.values[name])

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return math.isfinite(self.loss) and self.trainer.finite()

    def state(self) -> Any:
        """Return a copy of network, optimizer and place in the data."""
        batches = self.groups.task.batches.state_dict()
        return self.trainer.state(), batches, len(self.curve), self.rates

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        trainer, batches, n, self.rates = state
        self.trainer.restore(trainer)
        self.groups.task.batches.load_state_dict(batches)
        del self.curve[n:]
        self.loss = 0.0

    def frame(self) -> dict[str, Any]:
        """Return the rates of both groups with their intervals, and how the errors went."""
        groups = self.groups
        intervals = [
            fraction(round(rate * n), n)
            for rate, n in zip(self.rates["error"], groups.n_unseen, strict=True)
        ]
        return {
            "names": list(groups.names),
            "n_train": list(groups.n_train),
            "n_unseen": list(groups.n_unseen),
            "rates": [[name, *pair] for name, pair in self.rates.items()],
            "low": [interval.low for interval in intervals],
            "high": [interval.high for interval in intervals],
            "curve": np.array(self.curve[-240:], np.float32),
            "examples": groups.examples,
        }

    def sources(self) -> list[Any]:
        """Name what is measured, and the repairs."""
        if self.values["data"] == "digits":
            return [PaperGroups, as_ink]
        return [by_group, balancing_weights, CensusGroups]
