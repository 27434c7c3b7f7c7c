"""The configuration of the loop: where to compute, how long, with which optimizer and schedule."""

from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.spelling import given, spelled
from gradatim.validation import (
    check_seed,
    require_at_most,
    require_fraction,
    require_kind,
    require_not_negative,
    require_one_of,
    require_positive,
    require_sizes,
)

Device = Literal["auto", "cpu", "cuda", "mps"]
Precision = Literal["auto", "float32", "bfloat16"]


@dataclass(frozen=True, kw_only=True)
class RuntimeOptions:
    """Where to compute; the same recipe runs on all of them."""

    device: Annotated[Device, Help("processor to compute on; auto: a GPU if there is one")] = "auto"
    devices: Annotated[int, Help("processes on this machine, one per device, at least 1")] = 1
    max_restarts: Annotated[
        int,
        Help("restarts from the last checkpoint after a process was killed, at least 0"),
    ] = 0
    nodes: Annotated[int, Help("machines; start the same command on each of them, at least 1")] = 1
    node_rank: Annotated[int, Help("number of this machine, from 0")] = 0
    master_address: Annotated[str, Help("address and port of machine 0")] = "127.0.0.1:29500"
    precision: Annotated[
        Precision,
        Help("number format of activations; auto: bfloat16 where it is fast"),
    ] = "auto"
    compile: Annotated[bool, Help("torch.compile: faster on a GPU, rarely on a CPU")] = False
    shard: Annotated[
        bool, Help("weights, gradients and optimizer state spread over the devices (FSDP2)")
    ] = False

    def __post_init__(self) -> None:
        require_one_of(self, "device", get_args(Device))
        require_one_of(self, "precision", get_args(Precision))
        require_kind(self, compile=bool, shard=bool)
        require_sizes(self, "devices", "nodes")
        require_not_negative(self, "max_restarts")
        if self.nodes > 1 and not 0 <= self.node_rank < self.nodes:
            raise UserError(
                f"{given('node_rank', self.node_rank)}, and {given('nodes', self.nodes)}: give 0 "
                f"to {self.nodes - 1}."
            )

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        found = {}
        if self.nodes == 1:
            found = dict.fromkeys(("node_rank", "master_address"), given("nodes", 1))
        else:  # the launchers of the other machines would not know of a restart
            found["max_restarts"] = given("nodes", self.nodes)
        # One process is its own parent here: nobody would be left to start it again.
        if self.devices == 1:
            found["max_restarts"] = given("devices", 1)
        return found


@dataclass(frozen=True, kw_only=True)
class OptimizerConfig:
    """How weights follow their gradients; see `training.optimizers`.

    Raises:
        UserError: a value outside its range, or one that the chosen optimizer does not have.
    """

    optimizer: Annotated[
        Literal["sgd", "adamw", "muon"],
        Help("rule of the update; muon: Muon for matrices, AdamW for the rest"),
    ] = "adamw"
    learning_rate: Annotated[float, Help("learning rate at the top of the schedule, above 0")] = (
        1e-3
    )
    momentum: Annotated[
        float | None, Help("momentum of sgd and muon, 0 to below 1 (default: 0.9)")
    ] = None
    beta1: Annotated[
        float | None, Help("decay of AdamW's gradients, 0 to below 1 (default: 0.9)")
    ] = None
    beta2: Annotated[
        float | None, Help("decay of AdamW's squared gradients, 0 to below 1 (default: 0.99)")
    ] = None
    adamw_lr_ratio: Annotated[
        float | None,
        Help("with muon: AdamW's learning rate relative to Muon's, above 0 (default: 0.1)"),
    ] = None
    weight_decay: Annotated[
        float,
        Help("decoupled weight decay of matrices and filters, not of biases and norms, at least 0"),
    ] = 0.0
    grad_clip: Annotated[float | None, Help("largest norm of the whole gradient, above 0")] = None

    def __post_init__(self) -> None:
        require_positive(self, "learning_rate", "grad_clip", "adamw_lr_ratio")
        require_fraction(self, "momentum", "beta1", "beta2")
        require_not_negative(self, "weight_decay")
        # An option that the optimizer does not have is refused:
        # ignored, it would seem to have been tried.
        readers = {
            "momentum": ("sgd", "muon"),
            "beta1": ("adamw", "muon"),
            "beta2": ("adamw", "muon"),
            "adamw_lr_ratio": ("muon",),
        }
        for name, optimizers in readers.items():
            if getattr(self, name) is not None and self.optimizer not in optimizers:
                raise UserError(
                    f"{spelled(name)} belongs to {' and '.join(optimizers)}, and "
                    f"{given('optimizer', self.optimizer)}: leave it out, or choose another "
                    "optimizer."
                )


@dataclass(frozen=True, kw_only=True)
class ScheduleConfig:
    """How the learning rate changes during a run; see `training.schedules`."""

    schedule: Annotated[
        Literal["constant", "linear", "cosine", "one-cycle"],
        Help("course of the learning rate after the warm-up"),
    ] = "one-cycle"
    warmup: Annotated[
        float, Help("fraction of the steps in which the learning rate rises, 0 to below 1")
    ] = 0.2

    def __post_init__(self) -> None:
        require_fraction(self, "warmup")


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """How a task is trained; see `training.loop.train`.

    Raises:
        UserError: a value outside its range, or both of `epochs` and `steps`.
    """

    seed: Annotated[
        int, Help("seed of the weights, of the data's order, of every draw, at least 0")
    ] = 0
    epochs: Annotated[
        float | None, Help("passes over the training data, above 0; or give steps")
    ] = None
    steps: Annotated[int | None, Help("optimizer steps, at least 1; or give epochs")] = None
    batch_size: Annotated[int, Help("examples per step, over all devices together, at least 1")] = (
        128
    )
    grad_accum_steps: Annotated[
        int,
        Help(
            "parts that a batch is cut into to save memory, at least 1; the result stays the same"
        ),
    ] = 1
    ema_decay: Annotated[
        float | None,
        Help(
            "decay per step of averaged weights, which are then evaluated and saved, 0 to below 1"
        ),
    ] = None
    patience: Annotated[
        int | None,
        Help("evaluations without a lower validation loss after which the run stops, at least 1"),
    ] = None
    evaluate_every: Annotated[
        int | None, Help("steps between evaluations, at least 1 (default: an epoch)")
    ] = None
    evaluate_seconds: Annotated[
        float | None,
        Help(
            "also evaluate at step 0, and whenever so many seconds of training have passed, above "
            "0; only shown: patience does not count these"
        ),
    ] = None
    threads: Annotated[
        int | None,
        Help(
            "CPU threads, 1 to 1,024 (default: all, or one where that is faster); runs repeat "
            "exactly for the same number only"
        ),
    ] = None
    optim: OptimizerConfig = field(default_factory=OptimizerConfig)
    lr_schedule: ScheduleConfig = field(default_factory=ScheduleConfig)

    def __post_init__(self) -> None:
        require_positive(self, "epochs", "evaluate_seconds")
        check_seed(self.seed)
        require_sizes(self, "steps", "batch_size", "grad_accum_steps")
        require_sizes(self, "patience", "evaluate_every", "threads")
        require_at_most(self, 10**9, "epochs", "steps")  # beyond, counting in floats is not exact
        require_at_most(self, 1024, "threads")
        require_fraction(self, "ema_decay")
        if self.epochs is not None and self.steps is not None:
            raise UserError(
                f"{given('epochs', self.epochs)} and {given('steps', self.steps)}: give one of the "
                "two."
            )
        # Parts of different size would have to be weighted in the mean.
        if self.batch_size % self.grad_accum_steps:
            raise UserError(
                f"{given('grad_accum_steps', self.grad_accum_steps)}, which does not divide "
                f"{spelled('batch_size')}, {self.batch_size}: give a divisor."
            )

    def total_steps(self, steps_per_epoch: int) -> int:
        """Count the optimizer steps of the whole run; 10 epochs where nothing was said."""
        if self.steps is not None:
            return self.steps
        return max(1, round((self.epochs or 10.0) * steps_per_epoch))
