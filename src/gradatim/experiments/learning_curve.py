"""Would more data help? A run's recipe, trained again on parts of its training examples.

Each part holds every class alike, and a smaller part lies inside a larger one. All are measured on
the same validation examples, since what comes next (collect more, or not) is a choice.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from gradatim.errors import UserError
from gradatim.experiments.sweep import Condition, run_conditions
from gradatim.files import write_json
from gradatim.recipes.options import values_of
from gradatim.recipes.repeat import given_options
from gradatim.recipes.runs import open_task, reopen
from gradatim.stats import fraction, over_seeds
from gradatim.training import Run, RuntimeOptions

FRACTIONS = (0.125, 0.25, 0.5, 1.0)
SEEDS = (0, 1)
FILE = "learning-curve.json"
METRICS = ("accuracy", "r2", "loss")


def learning_curve(
    folder: Path | str,
    fractions: Sequence[float] = FRACTIONS,
    seeds: Sequence[int] = SEEDS,
    options: RuntimeOptions | None = None,
) -> dict[str, Any]:
    """Train on parts of the examples, measure each, and keep the figures in the run's folder.

    Args:
        folder: of a finished run of one's own data, or of any image recipe.
        fractions: of the training examples.
        seeds: runs with each.
        options: where to compute.

    Returns:
        `metric`, and of every part its `fraction`, and the mean over the seeds as `value` with the
        95 % interval from `low` to `high`: of an accuracy that of so many validation examples, of
        another metric that over the seeds.

    Raises:
        UserError: the recipe has no training examples that could be left out, or the run held out
            none to measure on.
    """
    run = Run.open(folder)
    if "train_fraction" not in values_of(reopen(run)):
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}, whose training data cannot be cut: give "
            "a run on images, sounds, texts or a table of yours."
        )
    changes = {k: v for k, v in given_options(run).items() if k not in ("seed", "train_fraction")}
    conditions = [
        Condition(f"{part:g}", run.config["recipe"], {**changes, "train_fraction": part})
        for part in fractions
    ]
    done = run_conditions(
        conditions, run.folder / "learning-curve", seeds=seeds, options=options, title="parts"
    )
    points, metric = [], ""
    for part, runs in zip(fractions, done.values(), strict=True):
        measured = [_validate(r.folder, options) for r in runs]
        metric = next(name for name in METRICS if name in measured[0][0])
        values, n = [found[metric] for found, _ in measured], measured[0][1]
        mean = sum(values) / len(values)
        # Twice the same examples: another seed shows them to another network, and adds none.
        interval = fraction(mean * n, n) if metric == "accuracy" else over_seeds(values)
        points.append({"fraction": part, **interval._asdict()})
    result = {"metric": metric, "seeds": len(seeds), "points": points}
    write_json(run.folder / FILE, result)
    return result


@torch.no_grad()
def _validate(folder: Path, options: RuntimeOptions | None) -> tuple[dict[str, float], int]:
    """What a run reaches on its validation examples, and how many there are."""
    task: Any = open_task(folder, options)[0]
    if not task.has_validation:
        raise UserError(f"{folder} held out no validation data to measure on.")
    held_out = task.validation
    n = len(held_out[1]) if isinstance(held_out, tuple) else len(held_out)
    return task.evaluate(), n
