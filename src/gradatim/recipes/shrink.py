"""A smaller copy of a run: its weights in fewer bits, or the smallest of them zero."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file

from gradatim.checksums import save_tensors
from gradatim.errors import UserError
from gradatim.models.quantization import is_packed, pack, prune
from gradatim.recipes.runs import evaluate, open_run

GROUP = 16  # columns that share a scale in 4 bits
FORMS = ("int8", "int4", "int4-rows", "bfloat16")


@dataclass(frozen=True)
class Measured:
    """What a run takes and reaches.

    Attributes:
        file_size: bytes of its weights on disk.
        metrics: on its test data, see `Task.evaluate`.
        core_seconds: processor time of that evaluation.
    """

    file_size: int
    metrics: dict[str, float]
    core_seconds: float


def fraction_of(to: str) -> float | None:
    """The fraction of weights that `50%` sets to zero; None for another form.

    Raises:
        UserError: nothing that a run can be shrunk to.
    """
    if to in FORMS:
        return None
    try:
        percent = float(to.removesuffix("%")) if to.endswith("%") else -1.0
    except ValueError:
        percent = -1.0
    if not 0 < percent < 100:
        raise UserError(
            f"a run cannot be shrunk to {to!r}: give {', '.join(FORMS)}, or the percentage of "
            "weights that become zero, such as 50%."
        )
    return percent / 100


def shrink(folder: Path, to: str) -> Path:
    """Write a smaller copy of a run beside it, which opens wherever a run does.

    Args:
        folder: of the run.
        to: one of `FORMS`, or a percentage.

    Returns:
        The folder of the copy, named after both.

    Raises:
        UserError: no run that is finished, or a copy that is already there.
    """
    fraction = fraction_of(to)
    open_run(folder)  # refuses what is no run, or damaged
    target = folder.with_name(f"{folder.name}-{to.replace('%', '-percent')}")
    if target.exists():
        raise UserError(f"{target} is already there: remove it, or give another --to.")
    state = load_file(folder / "model.safetensors")
    if is_packed(state):
        raise UserError(f"{folder} is stored in few bits already: shrink the run it came from.")
    if fraction is not None:
        state = prune(state, fraction)
    elif to == "bfloat16":
        state = {n: t.bfloat16() if t.is_floating_point() else t for n, t in state.items()}
    else:
        state = pack(state, 8 if to == "int8" else 4, GROUP if to == "int4" else None)
    left_out = shutil.ignore_patterns("model.safetensors", "state", "tensorboard", "report.html")
    shutil.copytree(folder, target, ignore=left_out)
    save_tensors({n: t.contiguous() for n, t in state.items()}, target / "model.safetensors")
    return target


@torch.no_grad()
def measured(folder: Path) -> Measured:
    """Measure a run on its test data."""
    start = time.process_time()
    metrics = evaluate(folder)
    core_seconds = time.process_time() - start
    return Measured((folder / "model.safetensors").stat().st_size, metrics, core_seconds)
