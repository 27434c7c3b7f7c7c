"""`gradatim tour, compare, report`: commands that show what was trained."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from gradatim.cli.outputs import new_page
from gradatim.errors import UserError
from gradatim.experiments.learning_curve import learning_curve as measure_learning_curve
from gradatim.experiments.search.pools import n_cores
from gradatim.experiments.tour import tour
from gradatim.printing import escaped
from gradatim.reports.run_report import write_comparison, write_report
from gradatim.reports.tour import write_tour
from gradatim.training import RuntimeOptions
from gradatim.training.config import Device
from gradatim.training.device import choose_device


def tour_(
    *,
    data: str = "digits",
    out: Path = Path("runs/tour"),
    seed: int = 0,
    device: Device = "auto",
) -> None:
    """Train the models of the lecture, the language models on a second core, and compare them.

    Args:
        data: data set of images: digits (comes with the installation), mnist or another
        out: folder of the runs and of the page report.html
        seed: random seed of every run, at least 0
        device: processor to compute on; auto: a GPU if there is one
    """
    options = RuntimeOptions(device=device)
    two = n_cores() > 1 and choose_device(device).type == "cpu"
    done = tour(data, out, seed=seed, options=options, side_by_side=two)
    if done:
        ideas = {step.title: step.idea for step in done.steps}
        write_tour(done.runs, ideas, done.command, out)


def compare_(
    *runs: Annotated[Path, Parameter(required=True)], out: Path = Path("compare.html")
) -> None:
    """Compare runs: one table, and their learning curves on one page.

    Args:
        runs: two or more run folders
        out: HTML page to write
    """
    Console(emoji=False).print(write_comparison(runs, new_page(out)))
    Console(emoji=False).print(f"Curves: [bold]{escaped(out)}[/]")


def report_(run: Path, *, learning_curve: bool = False, seeds: int | None = None) -> None:
    """Write the report of a run: learning curves, results, what the model has learned.

    Args:
        run: run folder, of a run that may be unfinished
        learning_curve: trainings on an eighth, a quarter, a half and all of the data first, and a
            plot of what more data would give
        seeds: with --learning-curve: trainings on each part of the data, at least 1 (default: 2)
    """
    if seeds is not None and seeds < 1:
        raise UserError(f"--seeds is {seeds}: give at least 1.")
    if seeds is not None and not learning_curve:
        raise UserError(f"--seeds is {seeds}, of --learning-curve: add that, or leave both out.")
    if learning_curve:
        measure_learning_curve(run, seeds=range(seeds or 2))
    Console(emoji=False).print(f"Report: [bold]{escaped(write_report(run))}[/]")
