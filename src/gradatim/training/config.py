"""The knobs of the loop: where to compute, how long, how fast, with which optimizer."""

import math
from dataclasses import dataclass
from typing import Literal

from gradatim.errors import UserError


@dataclass(frozen=True, kw_only=True)
class RuntimeOptions:
    """Where to compute; the same recipe runs on all of them."""

    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"  # auto: a GPU if there is one
    devices: int = 1  # processes on this machine, one a device
    nodes: int = 1  # machines; start the same command on each, with --node-rank and --head
    node_rank: int = 0  # which of the machines this is
    head: str = "127.0.0.1:29500"  # address and port of machine 0
    precision: Literal["auto", "float32", "bfloat16"] = "auto"  # auto: bfloat16 where it is fast
    compile: bool = False  # torch.compile: pays on a GPU, rarely on a CPU
    shard: bool = False  # spread weights, gradients and optimizer state over the devices (FSDP2)

    def __post_init__(self) -> None:
        for name in ("devices", "nodes"):
            if getattr(self, name) < 1:
                raise UserError(f"{name} is {getattr(self, name)}: give 1 or more.")
        if not 0 <= self.node_rank < self.nodes:
            raise UserError(
                f"node_rank is {self.node_rank}: number the {self.nodes} machines from 0."
            )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a task is trained; see `gradatim.training.train`. Every recipe inherits these knobs.

    Raises:
        UserError: a value outside its range.
    """

    seed: int = 0  # of the weights, the order of the data and every random draw
    epochs: float = 10.0  # passes over the training data
    steps: int | None = None  # optimizer steps; replaces epochs when given
    batch_size: int = 128  # examples a step, over all devices together
    optimizer: Literal["sgd", "adamw", "muon"] = (
        "adamw"  # muon: matrices by Muon, the rest by AdamW
    )
    learning_rate: float = 1e-3  # at the top of the schedule
    schedule: Literal["constant", "linear", "cosine", "one-cycle"] = "one-cycle"
    warmup: float = 0.2  # share of the steps in which the learning rate rises
    momentum: float = 0.9  # of sgd and muon
    beta2: float = 0.99  # memory of AdamW's squared gradients
    weight_decay: float = 0.0  # decoupled; on matrices and filters, not on biases and norms
    clip: float | None = None  # largest norm of the whole gradient
    accumulate: int = 1  # parts a batch is cut into, to save memory; the result stays the same
    ema: float | None = None  # decay a step of the averaged weights that are evaluated and kept
    patience: int | None = None  # stop after so many evaluations without a lower loss
    evaluate_every: int | None = None  # steps between evaluations; an epoch when not given
    threads: int | None = None  # of the CPU, all when not given; their number changes last digits

    def __post_init__(self) -> None:
        positive = ("epochs", "steps", "batch_size", "learning_rate", "clip", "accumulate")
        for name in (*positive, "patience", "evaluate_every", "threads"):
            value = getattr(self, name)
            if value is not None and not 0 < value < math.inf:
                raise UserError(f"{name} is {value}: give a number above 0.")
        for name in ("warmup", "momentum", "beta2", "ema"):
            value = getattr(self, name)
            if value is not None and not 0 <= value < 1:
                raise UserError(f"{name} is {value}: give a number from 0 to below 1.")
        if not 0 <= self.weight_decay < math.inf:
            raise UserError(f"weight_decay is {self.weight_decay}: give 0 or a positive number.")
        if self.batch_size % self.accumulate:
            raise UserError(
                f"accumulate is {self.accumulate}, which does not divide the batch size "
                f"{self.batch_size}: give a divisor."
            )
        self.check()

    def check(self) -> None:
        """Check the knobs that a recipe adds; raise UserError. Nothing to check here."""

    def total_steps(self, steps_per_epoch: int) -> int:
        """Count the optimizer steps of the whole run."""
        return self.steps or max(1, round(self.epochs * steps_per_epoch))
