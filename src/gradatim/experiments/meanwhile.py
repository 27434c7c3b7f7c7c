"""A second process that trains some runs while this one trains others, each on one core."""

import multiprocessing
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from gradatim.errors import UserError
from gradatim.experiments.sweep import finish_run
from gradatim.process_tree import end_with_parent
from gradatim.recipes.base import Recipe
from gradatim.training import RuntimeOptions
from gradatim.training.interrupt import caught_signals
from gradatim.training.progress import REFRESH_SECONDS, TrainingProgress
from gradatim.training.run_folder.files import progress_of, read_metrics, read_summary


class PlannedRun(NamedTuple):
    """A run that is to be trained, or continued."""

    name: str  # of the recipe
    recipe: Recipe
    folder: Path
    asked: Mapping[str, Any]  # options of the recipe that were asked for

    def is_finished(self) -> bool:
        """Whether it is trained already."""
        return (self.folder / "summary.json").is_file()

    def finish(self, options: RuntimeOptions | None, *, show: bool) -> bool:
        """Train or continue it, see `finish_run`; False after Ctrl-C."""
        return finish_run(
            self.name, self.recipe, self.folder, options, asked=self.asked, show=show
        )[1]


@contextmanager
def trained_meanwhile(
    runs: Sequence[PlannedRun], options: RuntimeOptions | None
) -> Iterator["Future[bool]"]:
    """Train runs one after the other in a second process, while the `with` block goes on.

    Where the block ends before they do, they stop as by Ctrl-C, so each can be continued.

    Args:
        runs: to train.
        options: where to compute.

    Yields:
        Whether all of them are finished, once it is known.
    """
    spawn = multiprocessing.get_context("spawn")  # torch does not survive a fork
    with ProcessPoolExecutor(1, spawn, end_with_parent) as pool:
        with _without_ctrl_c():  # a process that just begins would answer it with a traceback
            ended = pool.submit(_train_all, runs, options)
        try:
            yield ended
        finally:
            if not ended.done():
                for process in multiprocessing.active_children():
                    process.terminate()  # the loop saves, and stops


def watch(run: PlannedRun, ended: "Future[bool]") -> bool:
    """Draw the progress of a run of the second process until it has ended.

    Returns:
        Whether the run is finished; False after Ctrl-C.

    Raises:
        UserError: the second process failed, or was killed.
    """
    bar = TrainingProgress(run.name, run.recipe.train.steps or 0)
    with bar.progress, caught_signals() as signals:
        while not (summary := read_summary(run.folder)) and not ended.done() and not signals:
            _draw(bar, run.folder)
            time.sleep(REFRESH_SECONDS)
        if summary:
            _draw(bar, run.folder, {"test loss": summary["metrics"]["loss"]})
    try:
        if not summary and ended.done():
            ended.result()  # raises what ended it
    except BrokenProcessPool as error:
        raise UserError(
            f"the process that trained {run.name} was killed, perhaps because the memory was "
            "full: give the same command again to continue."
        ) from error
    return bool(summary)


def _draw(bar: TrainingProgress, folder: Path, tested: dict[str, float] | None = None) -> None:
    """Draw how far a run is, by the metrics that it has written."""
    rows = [row for row in read_metrics(folder) if row["kind"] == "train"]
    if rows and bar.total:
        shown = {key: rows[-1][key] for key in ("loss", "accuracy") if key in rows[-1]}
        left = progress_of({"steps": bar.total}, rows)[1]
        bar.show(rows[-1]["step"], shown | (tested or {}), 0.0, left)


def _train_all(runs: Sequence[PlannedRun], options: RuntimeOptions | None) -> bool:
    return all(run.finish(options, show=False) for run in runs)


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Start processes that ignore Ctrl-C, as they inherit it; this one ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
