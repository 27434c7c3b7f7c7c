"""A smaller copy of a run: its weights in fewer bits, or the smallest of them zero."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from gradatim.checksums import save_tensors
from gradatim.errors import UserError
from gradatim.models.pruning import prune
from gradatim.models.quantization import is_packed, pack
from gradatim.recipes.runs import open_run
from gradatim.recipes.shrink_training import (
    gradually_pruned,
    made_aware,
    narrow,
    trained_longer,
)
from gradatim.training import Task
from gradatim.training.energy import EnergyMeter

GROUP = 16  # columns that share a scale in 4 bits
FORMS = ("bfloat16", "int8", "int4", "int4-rows")
AWARE, RETRAINED, ALONE = "int4-aware", "-retrained", "small-alone"
HALF, DISTILLED = "half-width", "distilled"
NARROWER = {HALF: 2, DISTILLED: 3, ALONE: 3}  # the width of the run is divided by this
LONGER = f"float32{RETRAINED}"
ALL = (*FORMS, AWARE, "50%", f"50%{RETRAINED}", LONGER, *NARROWER)


@dataclass(frozen=True)
class CompressedSize:
    """What a run takes and reaches.

    Attributes:
        file_size: bytes of its weights on disk.
        metrics: on its test data, see `Task.evaluate`.
        per_second: tokens, or other examples, that the evaluation reads in a second of processor
            time.
        joules: of the evaluation.
        joules_source: how they are known.
    """

    file_size: int
    metrics: dict[str, float]
    per_second: float
    joules: float
    joules_source: str


def fraction_of(to: str) -> float | None:
    """The fraction of weights that `50%` or `50%-retrained` sets to zero; None for another form.

    Raises:
        UserError: nothing that a run can be shrunk to.
    """
    if to in (*FORMS, AWARE, LONGER, *NARROWER):
        return None
    number = to.removesuffix(RETRAINED)
    try:
        percent = float(number.removesuffix("%")) if number.endswith("%") else -1.0
    except ValueError:
        percent = -1.0
    if not 0 < percent < 100:
        raise UserError(
            f"a run cannot be shrunk to {to!r}: give {', '.join(FORMS)}, {AWARE}, {HALF}, "
            f"{DISTILLED}, {ALONE}, {LONGER}, the percentage of weights that become zero, such as "
            f"50%, or 50%{RETRAINED}."
        )
    return percent / 100


def is_trained(to: str) -> bool:
    """Whether a form is made by training."""
    return to in (AWARE, *NARROWER) or to.endswith(RETRAINED)


def shrink(folder: Path, to: str, steps: int | None = None, *, show: bool = False) -> Path:
    """Write a smaller copy of a run beside it, which opens wherever a run does.

    Args:
        folder: of the run.
        to: one of `ALL`, or another percentage.
        steps: of training, in the forms that are trained; the run's own number when not given, and
            a quarter of it for `int4-aware`.
        show: draw a progress bar of the training.

    Returns:
        The folder of the copy, named after both.

    Raises:
        UserError: no run that is finished, or a copy that is already there.
    """
    fraction = fraction_of(to)
    open_run(folder)  # refuses what is not a run, or damaged
    target = folder.with_name(f"{folder.name}-{to.replace('%', '-percent')}")
    if target.exists():
        raise UserError(f"{target} is already there: remove it, or shrink to another form.")
    state = load_file(folder / "model.safetensors")
    if is_packed(state):
        raise UserError(f"{folder} is stored in few bits already: shrink the run it came from.")
    if narrower := NARROWER.get(to):
        narrow(folder, target, narrower, steps, taught=to != ALONE, show=show)
        return target
    if to == LONGER:
        state = trained_longer(folder, steps, show=show)
    elif to.endswith(RETRAINED):
        state = gradually_pruned(folder, fraction or 0.0, steps, show=show)
    elif fraction is not None:
        state = prune(state, fraction)
    elif to == AWARE:
        state = pack(made_aware(folder, 4, GROUP, steps, show=show), 4, GROUP)
    elif to == "bfloat16":
        state = {n: t.bfloat16() if t.is_floating_point() else t for n, t in state.items()}
    else:
        state = pack(state, 8 if to == "int8" else 4, GROUP if to == "int4" else None)
    left_out = shutil.ignore_patterns("model.safetensors", "state", "tensorboard", "report.html")
    shutil.copytree(folder, target, ignore=left_out)
    save_tensors({n: t.contiguous() for n, t in state.items()}, target / "model.safetensors")
    return target


@torch.no_grad()
def measured(task: Task, folder: Path) -> CompressedSize:
    """Measure a run on test data.

    Args:
        task: of the run that it is a copy of, whose test data are used: see `runs.open_task`.
        folder: of the run.
    """
    task.model = open_run(folder)[1]
    meter, start = EnergyMeter(torch.device("cpu")), time.process_time()
    with _count(task.model) as counted:
        # Counted by the processor: what else the machine does changes the clock, not the work.
        metrics = task.evaluate(final=True)
    core_seconds, energy = time.process_time() - start, meter.read()
    return CompressedSize(
        (folder / "model.safetensors").stat().st_size,
        metrics,
        sum(counted) / core_seconds,
        energy.joules,
        energy.source,
    )


@contextmanager
def _count(model: nn.Module) -> Iterator[list[int]]:
    """Count what a model reads inside a `with` block: tokens, or other examples."""
    counted: list[int] = []

    def note(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        tokens = not inputs[0].is_floating_point() and inputs[0].ndim == 2
        counted.append(inputs[0].numel() if tokens else len(inputs[0]))

    hook = model.register_forward_pre_hook(note)
    try:
        yield counted
    finally:
        hook.remove()
