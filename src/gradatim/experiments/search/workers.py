"""Runs side by side: one process per group of cores, so that no two fight for one."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from typing import NamedTuple

from gradatim.errors import UserError
from gradatim.experiments.search.pools import processes, ray_workers
from gradatim.experiments.sweep import Condition, train_once
from gradatim.files import write_json
from gradatim.recipes.runs import validate
from gradatim.spelling import in_terminal, speaking
from gradatim.training import RuntimeOptions
from gradatim.typed import read_json

VALIDATION = "validation.json"


class Job(NamedTuple):
    """One run of a sweep."""

    condition: Condition
    seed: int
    folder: Path


class RunOutcome(NamedTuple):
    """How a run ended.

    Attributes:
        job: what was trained.
        metrics: on validation data; empty where it failed.
        seconds: of training.
        problem: why it failed, or "".
    """

    job: Job
    metrics: dict[str, float]
    seconds: float
    problem: str = ""


def run_jobs(
    jobs: Sequence[Job],
    *,
    threads: int,
    options: RuntimeOptions,
    seconds: float | None = None,
    on: str = "here",
) -> Iterator[RunOutcome]:
    """Train side by side, and give every run as it ends.

    Args:
        jobs: in the order in which they begin.
        threads: of each run; as many runs at once as there are groups of so many cores.
        options: where to compute.
        seconds: no run begins that would not end by then, as far as those before it tell.
        on: here, or the address of a Ray cluster.
    """
    start, waiting, running = time.monotonic(), list(jobs), set[Future[RunOutcome]]()
    took = list[float]()
    pool = processes(threads) if on == "here" else ray_workers(on, threads)
    with pool as (submit, n_workers):
        while waiting or running:
            while waiting and len(running) < n_workers:
                expected = max(took, default=0.0)
                if seconds is not None and time.monotonic() - start + expected > seconds:
                    waiting.clear()
                    break
                running.add(submit(_train, waiting.pop(0), threads, options, in_terminal()))
            if not running:
                break
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                outcome = future.result()
                took.append(outcome.seconds)
                yield outcome


def _train(job: Job, threads: int, options: RuntimeOptions, terminal: bool) -> RunOutcome:
    """Train one run if it is not there yet, and measure it on validation data."""
    begin = time.monotonic()
    changes = {**job.condition.changes, "threads": threads}
    try:
        with speaking(terminal):  # what the first process knows, and a spawned one does not
            condition = job.condition._replace(changes=changes)
            train_once(condition, job.seed, job.folder, options)
            metrics = validated(job.folder)
    except UserError as error:  # one setting that diverges does not end the others
        return RunOutcome(job, {}, time.monotonic() - begin, str(error))
    return RunOutcome(job, metrics, time.monotonic() - begin)


def validated(folder: Path) -> dict[str, float]:
    """The metrics of a finished run on its validation data, measured once."""
    file = folder / VALIDATION
    if not file.is_file():
        write_json(file, validate(folder))
    found = read_json(file, "remove it: it is measured again.")
    return {name: float(value) for name, value in found.items()}
