"""A small task for the tests of the loop: two classes of points, an MLP with dropout and norm."""

import signal
from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from gradatim.training import Run, Task, TrainConfig


class PointBatches:
    """Shuffled batches of points that can be continued where they were left."""

    def __init__(self, batch_size: int, seed: int = 0, n: int = 256) -> None:
        points = torch.Generator().manual_seed(7)
        self.x = torch.randn(n, 4, generator=points)  # (N, 4)
        self.y = (self.x[:, 0] * self.x[:, 1] > 0).long()  # (N,)
        self.batch_size = batch_size
        self.steps_per_epoch = n // batch_size
        self.generator = torch.Generator().manual_seed(seed)
        self.order = torch.empty(0, dtype=torch.long)
        self.place = 0

    def __iter__(self) -> "PointBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        if self.place + self.batch_size > len(self.order):
            self.order = torch.randperm(len(self.x), generator=self.generator)
            self.place = 0
        rows = self.order[self.place : self.place + self.batch_size]
        self.place += self.batch_size
        return self.x[rows], self.y[rows]

    def state_dict(self) -> dict[str, Any]:
        return {"rng": self.generator.get_state(), "order": self.order, "place": self.place}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.generator.set_state(state["rng"])
        self.order, self.place = state["order"], state["place"]


class PointTask(Task):
    """Classify the points; `spoil_at` makes the loss NaN at that call, `on_loss` is called."""

    def __init__(self, batch_size: int = 32, seed: int = 0, norm: bool = True) -> None:
        torch.manual_seed(seed)
        self.model = nn.Sequential(
            nn.Linear(4, 16),
            nn.BatchNorm1d(16) if norm else nn.Identity(),
            nn.ReLU(),
            nn.Dropout(0.2) if norm else nn.Identity(),
            nn.Linear(16, 2),
        )
        self.batches = PointBatches(batch_size, seed)
        self.calls = 0
        self.spoil_at = -1
        self.on_loss = lambda call: None

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        self.calls += 1
        self.on_loss(self.calls)
        x, y = batch
        logits = self.model(x)  # (B, 2)
        loss = nn.functional.cross_entropy(logits, y)
        if self.calls == self.spoil_at:
            loss = loss * float("nan")
        return loss, {"accuracy": (logits.argmax(1) == y).float().mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        logits = self.model(self.batches.x)  # (N, 2)
        loss = nn.functional.cross_entropy(logits, self.batches.y).item()
        return {
            "loss": loss,
            "accuracy": (logits.argmax(1) == self.batches.y).float().mean().item(),
        }


def new_run(folder: Any, settings: TrainConfig) -> Run:
    return Run.create(folder, "toy", {"seed": settings.seed})


def ctrl_c() -> nullcontext[list[int]]:
    """Takes the place of `loop.caught_signals`: Ctrl-C has come before the first step."""
    return nullcontext([signal.SIGINT])
