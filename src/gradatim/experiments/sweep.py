"""An experiment: the same recipe with several changes and several seeds, and one page about it.

Every run is an ordinary run folder, so it can be opened, compared and reported; runs that are
finished are not trained again, so an experiment that was stopped goes on where it was.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from gradatim.errors import UserError
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.recipes.options import change, values_of
from gradatim.recipes.registry import get
from gradatim.recipes.runs import resume, start
from gradatim.stats import Interval, over_seeds
from gradatim.training import Run, RuntimeOptions

ONCE = 10_000  # steps between evaluations: more than most runs here have, so only at the end


class Cell(NamedTuple):
    """One line of an experiment's table."""

    label: str  # what a reader calls it
    recipe: str
    changes: Mapping[str, Any] = {}

    @property
    def slug(self) -> str:
        """The label as a folder name."""
        return "".join(c if c.isalnum() else "-" for c in self.label.lower()).strip("-")


def run_cells(
    cells: Sequence[Cell],
    folder: Path,
    *,
    seeds: Sequence[int] = (0,),
    options: RuntimeOptions | None = None,
    title: str = "",
) -> dict[str, list[Run]]:
    """Train every cell with every seed, in folder/<label>-<seed>.

    Args:
        cells: what to train.
        folder: of the runs.
        seeds: one run each.
        options: where to compute.
        title: beside the progress bar.

    Returns:
        label -> its finished runs, in the order of the seeds.

    Raises:
        UserError: a folder holds a run of something else, or a run was stopped by Ctrl-C.
    """  # fmt: skip
    from rich.progress import (  # fmt: skip
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("runs, left"),
        TimeRemainingColumn(),
    )
    found: dict[str, list[Run]] = {cell.label: [] for cell in cells}
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(title or folder.name, total=len(cells) * len(seeds))
        for seed in seeds:
            for cell in cells:
                where = folder / f"{cell.slug}-{seed}"
                found[cell.label].append(_one(cell, seed, where, options))
                bar.advance(task)
    return found


def _one(cell: Cell, seed: int, folder: Path, options: RuntimeOptions | None) -> Run:
    """Open a finished run, continue a stopped one, or train a new one."""
    recipe = change(cell.recipe, get(cell.recipe), {**cell.changes, "seed": seed})
    if not (folder / "config.json").is_file():
        run, summary = start(cell.recipe, recipe, folder, options=options, show=False)
    else:
        run = Run.open(folder)
        wanted = json.loads(json.dumps(values_of(recipe)))  # as config.json holds them
        if run.config["recipe"] != cell.recipe or run.config["options"] != wanted:
            raise UserError(
                f"{folder} holds a run with other options: remove it, or give another --out."
            )
        summary = run.summary()
        if not summary:
            run, summary = resume(folder, options=options, show=False)
    if not summary["finished"]:
        raise UserError(f"stopped; nothing is lost: give the same command again to go on ({folder}).")  # fmt: skip  # noqa: E501
    return run


def metric(runs: Sequence[Run], name: str) -> Interval:
    """Mean of a metric over the seeds, with its interval.

    Raises:
        UserError: the runs did not measure it.
    """
    values = [run.summary()["metrics"].get(name, math.nan) for run in runs]
    if any(math.isnan(value) for value in values):
        raise UserError(f"{runs[0].folder} has no {name!r} in its summary: it is of another kind.")
    return over_seeds(values)


def seconds(runs: Sequence[Run]) -> float:
    """Mean training time of a run."""
    return sum(run.summary()["seconds"] for run in runs) / len(runs)


def joules(runs: Sequence[Run]) -> float:
    """Mean energy of a run; see `gradatim.training.energy` for how it is known."""
    return sum(run.summary()["energy"]["joules"] for run in runs) / len(runs)


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What an experiment found: a line of text, tables for the terminal, sections for a page."""

    title: str
    lead: str
    tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = ()  # title, header, rows
    sections: Sequence[Section] = field(default_factory=tuple)

    def write(self, path: Path, command: str) -> Path:
        """Write the page of this experiment.

        Args:
            path: of the page.
            command: what prints these figures again.
        """
        footer = f"`{command}` measures this again; runs that are finished are used again."
        return html.write(path, html.page(self.title, self.lead, self.sections, footer))


def points(interval: Interval) -> str:
    """Write a share as percent points with its interval: 91.3 ± 0.4, or without one for one run."""
    if math.isnan(interval.low):
        return f"{100 * interval.value:.1f}"
    return f"{100 * interval.value:.1f} ± {50 * (interval.high - interval.low):.1f}"
