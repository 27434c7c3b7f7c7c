"""A sweep: recipes under several conditions and with several seeds.

Every run is an ordinary run folder, so it can be opened, compared and reported; runs that are
finished are not trained again, so a sweep that was stopped continues where it was.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gradatim.errors import UserError
from gradatim.recipes.base import Recipe
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import reopen, resume, start
from gradatim.spelling import spelled
from gradatim.stats import Interval, fraction_over_seeds
from gradatim.training import Run, RuntimeOptions


class Condition(NamedTuple):
    """One line of an experiment's table: a recipe with some options changed."""

    label: str  # what a reader calls it
    recipe: str
    changes: Mapping[str, Any] = {}

    @property
    def slug(self) -> str:
        """The label as a folder name."""
        return "".join(c if c.isalnum() else "-" for c in self.label.lower()).strip("-")


def run_conditions(
    conditions: Sequence[Condition],
    folder: Path,
    *,
    seeds: Sequence[int] = (0,),
    options: RuntimeOptions | None = None,
    title: str = "",
) -> dict[str, list[Run]]:
    """Train a recipe under every condition with every seed, in folder/<label>-<seed>.

    Args:
        conditions: what to train.
        folder: of the runs.
        seeds: one run each.
        options: where to compute.
        title: beside the progress bar.

    Returns:
        label -> its finished runs, in the order of the seeds.

    Raises:
        UserError: a folder holds a run of something else, or a run was stopped by Ctrl-C.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("runs, left"),
        TimeRemainingColumn(),
    )
    found: dict[str, list[Run]] = {condition.label: [] for condition in conditions}
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(title or folder.name, total=len(conditions) * len(seeds))
        # Seeds outside: a sweep that is stopped has whole tables of fewer seeds.
        for seed in seeds:
            for condition in conditions:
                where = folder / f"{condition.slug}-{seed}"
                run = train_once(condition, seed, where, options)
                found[condition.label].append(run)
                bar.advance(task)
    return found


def run_condition(
    condition: Condition,
    folder: Path,
    *,
    seeds: Sequence[int] = (0,),
    options: RuntimeOptions | None = None,
) -> list[Run]:
    """Train under one condition, see `run_conditions`; its finished runs."""
    found = run_conditions([condition], folder, seeds=seeds, options=options, title=condition.label)
    return found[condition.label]


def train_once(
    condition: Condition, seed: int, folder: Path, options: RuntimeOptions | None
) -> Run:
    """Train under one condition with one seed, continue, or open what is finished.

    Raises:
        UserError: the folder holds a run of something else, or the run was stopped by Ctrl-C.
    """
    recipe = change(condition.recipe, get(condition.recipe), {**condition.changes, "seed": seed})
    require_same_run(folder, condition.recipe, recipe)
    # No bar per run: the sweep has one, and two would fight for the line.
    run, finished = finish_run(
        condition.recipe, recipe, folder, options, asked=condition.changes, show=False
    )
    if not finished:
        raise UserError(
            f"stopped; nothing is lost: give the same command again to continue ({folder})."
        )
    return run


def require_same_run(folder: Path, name: str, recipe: Recipe) -> None:
    """Check that a folder is free, or holds a run of this very recipe.

    Raises:
        UserError: it holds something else.
    """
    if not (folder / "config.json").is_file():
        return
    run = Run.open(folder)
    if run.config["recipe"] != name or reopen(run) != recipe:
        raise UserError(
            f"{folder} holds a run with other options: remove it, or give another folder with "
            f"{spelled('out', 'FOLDER')}."
        )


def finish_run(
    name: str,
    recipe: Recipe,
    folder: Path,
    options: RuntimeOptions | None,
    *,
    asked: Mapping[str, Any],
    show: bool = True,
) -> tuple[Run, bool]:
    """Open a finished run, continue a stopped one, or train a new one.

    Args:
        name: of the recipe.
        recipe: with its options; a run in the folder is one of it, see `require_same_run`.
        folder: of the run.
        options: where to compute.
        asked: those of the recipe that were asked for.
        show: draw a progress bar.

    Returns:
        The run, and whether it is finished: False after Ctrl-C.
    """
    if not (folder / "config.json").is_file():
        run, summary = start(name, recipe, folder, asked=asked, options=options, show=show)
    elif not Run.open(folder).summary():
        run, summary = resume(folder, options=options, show=show)
    else:
        run = Run.open(folder)
        summary = run.summary()
    return run, summary["finished"]


def metric(runs: Sequence[Run], name: str) -> Interval:
    """Mean of a metric over the seeds, with its interval.

    Args:
        runs: one per seed.
        name: of a metric that is a fraction, 0 to 1: its interval stays between them.

    Raises:
        UserError: the runs did not measure it.
    """
    values = [run.summary()["metrics"].get(name, math.nan) for run in runs]
    if any(math.isnan(value) for value in values):
        raise UserError(f"{runs[0].folder} has no {name!r} in its summary: it is of another kind.")
    return fraction_over_seeds(values)


def seconds(runs: Sequence[Run]) -> float:
    """Mean training time of a run."""
    return sum(run.summary()["seconds"] for run in runs) / len(runs)


def joules(runs: Sequence[Run]) -> float:
    """Mean energy of a run; see `gradatim.training.energy` for how it is known."""
    return sum(run.summary()["energy"]["joules"] for run in runs) / len(runs)
