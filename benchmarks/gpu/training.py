"""Rows that train a recipe: its figure on test data, and the seconds that it took."""

import tempfile
from collections.abc import Mapping
from time import perf_counter
from typing import Any, NamedTuple

import torch

from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import start
from gradatim.training import RuntimeOptions


class Training(NamedTuple):
    """A recipe, what is changed in it, and the end of the metrics' names that count."""

    recipe: str
    metric: str
    options: Mapping[str, Any] = {}
    tiny: Mapping[str, Any] = {}  # further changes, with which a CPU is done in a second
    seeds: int = 1
    compile: bool = False


def train_once(row: Training, seed: int, *, device: str, tiny: bool, seconds: float) -> dict:
    """Train with one seed.

    Args:
        row: what to train.
        seed: of the run.
        device: cuda, or cpu for a dry run.
        tiny: a few steps of a small model, to see that all of it works.
        seconds: limit of the training time.

    Returns:
        The metric, and the seconds of training and of all, data and test included.
    """
    options = {**row.options, "seed": seed, **(row.tiny if tiny else {})}
    recipe = change(row.recipe, get(row.recipe), options)
    precision = "float32" if device == "cpu" else "bfloat16"
    where = RuntimeOptions(device=device, precision=precision, compile=row.compile and not tiny)
    begin = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        limit = {"max_seconds": seconds}
        _, summary = start(row.recipe, recipe, f"{folder}/run", options=where, show=False, **limit)
    metrics = {k: v for k, v in summary["metrics"].items() if k.endswith(row.metric)}
    assert metrics, f"{row.recipe} measures {', '.join(summary['metrics'])}"
    return {**metrics, "train_seconds": summary["seconds"], "all_seconds": perf_counter() - begin}


def train_seeds(row: Training, *, device: str, tiny: bool, seconds: float) -> dict[str, Any]:
    """Train with seed 0, 1, ..., as many as the row asks for and the time allows.

    The first run also compiles kernels: where there are several, it is made once before them and
    not counted.
    """
    begin, results = perf_counter(), []
    if row.seeds > 1 and not tiny:
        train_once(row, 0, device=device, tiny=tiny, seconds=seconds / 3)
    for seed in range(1 if tiny else row.seeds):
        left = seconds - (perf_counter() - begin)
        if results and left < 1.5 * results[-1]["all_seconds"]:
            break
        results.append(train_once(row, seed, device=device, tiny=tiny, seconds=max(left, 1.0)))
    return {name: [result[name] for result in results] for name in results[0]}


def card() -> str:
    """Name the processor that computes."""
    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else "no GPU (dry run)"
