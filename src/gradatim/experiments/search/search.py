"""Search for good options: all settings in full, or the worse two thirds left behind early.

Successive halving trains every setting for a ninth of the steps, the better third for a third of
them, and the better third of those in full: K. Jamieson, A. Talwalkar, "Non-stochastic best arm
identification and hyperparameter optimization", AISTATS 2016, arXiv:1502.07943.

What is chosen by is measured on validation data. Test data are shown for the chosen setting only.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gradatim.errors import UserError, nearest
from gradatim.experiments.search.workers import Job, RunOutcome, run_jobs
from gradatim.experiments.study import ResultTable, StudyResult
from gradatim.experiments.sweep import Condition
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, paragraph, table
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.spelling import given, spelled
from gradatim.stats import Interval, fraction_over_seeds, over_seeds
from gradatim.training import Run, RuntimeOptions
from gradatim.training.progress import format_number

KEPT = 3  # one of so many settings is trained longer, and so much longer
SMALLER_IS_BETTER = ("loss", "error", "perplexity", "bits_per_byte")


@dataclass
class SweepRuns:
    """What a sweep trains, and what came of it so far.

    Attributes:
        conditions: the settings.
        folder: of the runs.
        n_seeds: runs of every setting; of those left behind by halving one.
        threads: of each run.
        options: where to compute.
        seconds: budget; None: no limit.
        by: metric to choose by; None: accuracy, else loss.
        on: here, or the address of a Ray cluster.
        outcomes: of the runs that ended.
    """

    conditions: Sequence[Condition]
    folder: Path
    n_seeds: int
    threads: int = 1
    options: RuntimeOptions = field(default_factory=RuntimeOptions)
    seconds: float | None = None
    by: str | None = None
    on: str = "here"
    outcomes: list[RunOutcome] = field(default_factory=list)

    def jobs(self) -> list[Job]:
        """All runs in full; seeds outside, so that a stopped sweep has whole tables of fewer."""
        return [
            Job(condition, seed, self.folder / f"{condition.slug}-{seed}")
            for seed in range(self.n_seeds)
            for condition in self.conditions
        ]

    def run(self, tell: Callable[[RunOutcome, int], None], halving: bool = False) -> None:
        """Train what the budget allows.

        Args:
            tell: is called with every run that ends, and how many there are in this round.
            halving: leave the worse settings behind early.
        """
        start = time.monotonic()
        if halving:
            for fraction in fractions(len(self.conditions))[:-1]:
                self._round(fraction, start, tell)
        self._train(self.jobs(), start, tell)

    def _round(
        self, fraction: float, start: float, tell: Callable[[RunOutcome, int], None]
    ) -> None:
        """Train every setting for a fraction of its steps, and keep the better third."""
        folder = self.folder / f"first-{fraction:.0%}".replace("%", "-percent")
        jobs = [Job(shortened(c, fraction), 0, folder / f"{c.slug}-0") for c in self.conditions]
        ended = self._train(jobs, start, tell, keep=False)
        by = {outcome.job.folder.name: outcome.metrics for outcome in ended if outcome.metrics}
        tried = [c for c in self.conditions if f"{c.slug}-0" in by]
        if not tried:
            raise UserError("no setting could be trained for a part of its steps: see above.")
        name = self.metric(ended)
        ranked = sorted(tried, key=lambda c: _loss(name, by[f"{c.slug}-0"][name]))
        self.conditions = ranked[: math.ceil(len(tried) / KEPT)]

    def _train(
        self,
        jobs: Sequence[Job],
        start: float,
        tell: Callable[[RunOutcome, int], None],
        keep: bool = True,
    ) -> list[RunOutcome]:
        left = None if self.seconds is None else self.seconds - (time.monotonic() - start)
        ended = []
        for outcome in run_jobs(
            jobs, threads=self.threads, options=self.options, seconds=left, on=self.on
        ):
            ended.append(outcome)
            if keep:
                self.outcomes.append(outcome)
            tell(outcome, len(jobs))
        return ended

    def metric(self, outcomes: Sequence[RunOutcome]) -> str:
        """The metric that settings are chosen by.

        Raises:
            UserError: nothing was measured, or not this.
        """
        measured = [outcome.metrics for outcome in outcomes if outcome.metrics]
        if not measured:
            problem = next((o.problem for o in outcomes if o.problem), "the budget allowed no run")
            raise UserError(f"no run ended well: {problem}")
        name = self.by or ("accuracy" if "accuracy" in measured[0] else "loss")
        if name not in measured[0]:
            raise UserError(
                f"{given('by', name)}, which is not measured: {nearest(name, measured[0])}"
            )
        return name


def fractions(n: int) -> list[float]:
    """Of the full steps, the fraction of every round of halving for n settings; the last is 1."""
    n_rounds = 1 + min(2, int(math.log(n, KEPT) + 1e-9)) if n > 1 else 1
    return [KEPT ** -(n_rounds - 1 - i) for i in range(n_rounds)]


def shortened(condition: Condition, fraction: float) -> Condition:
    """The same setting for a fraction of its steps or epochs.

    Raises:
        UserError: the recipe decides by the data how long it trains.
    """
    train = change(condition.recipe, get(condition.recipe), dict(condition.changes)).train
    if train.steps is not None:
        changes: dict[str, float] = {"steps": max(1, round(train.steps * fraction))}
    elif train.epochs is not None:
        changes = {"epochs": train.epochs * fraction}
    else:
        raise UserError(
            f"halving needs to know how long a run is: add {spelled('steps')} or "
            f"{spelled('epochs')}."
        )
    return condition._replace(changes={**condition.changes, **changes})


def _loss(name: str, value: float) -> float:
    """What is smaller for the better of two; NaN is the worst."""
    if math.isnan(value):
        return math.inf
    return value if name.endswith(SMALLER_IS_BETTER) else -value


def found(search: SweepRuns) -> StudyResult:
    """One table and one plot of a sweep: its settings, the best first.

    Raises:
        UserError: no run ended well.
    """
    name = search.metric(search.outcomes)
    values: dict[str, list[RunOutcome]] = {}
    for outcome in search.outcomes:
        values.setdefault(outcome.job.condition.label, []).append(outcome)
    good = {k: [o for o in some if o.metrics] for k, some in values.items()}
    is_fraction = name.endswith("accuracy")
    mean: Callable[[Sequence[float]], Interval] = fraction_over_seeds if is_fraction else over_seeds
    intervals = {k: mean([o.metrics[name] for o in some]) for k, some in good.items() if some}
    ranked = dict(sorted(intervals.items(), key=lambda item: _loss(name, item[1].value)))
    rows = [_row(label, name, interval, good[label]) for label, interval in ranked.items()]
    for label, some in values.items():
        if not good[label]:
            rows.append([label, "0", f"failed: {some[0].problem}"[:60], ""])
    header = ("setting", "runs", f"validation {name.replace('_', ' ')}", "s per run")
    best = next(iter(ranked))
    tests = [Run.open(o.job.folder).summary()["metrics"] for o in good[best]]
    tested = mean([metrics[name] for metrics in tests if name in metrics] or [math.nan])
    n_planned = search.n_seeds * len(search.conditions)
    lead = f"Best on validation data: {best}. On test data, shown for this setting only: "
    lead += f"{name} {_written(name, tested)}."
    if len(search.outcomes) < n_planned:
        lead += f" {len(search.outcomes)} of {n_planned} runs fitted into the budget."
    label = f"validation {name}" + (", %" if is_fraction else "")
    chart = charts.dots(ranked, x=label, percent=is_fraction)
    note = paragraph("Bars: 95 % intervals over the seeds; of one run there is none.")
    body = (chart, note, table(header, rows))
    return StudyResult(
        title="Sweep",
        lead=lead,
        tables=[ResultTable(f"Sweep of {search.conditions[0].recipe}", header, rows)],
        sections=[Section(title="Settings, the best first", body=body)],
    )


def _row(label: str, name: str, interval: Interval, runs: Sequence[RunOutcome]) -> list[str]:
    seconds = sum(Run.open(o.job.folder).summary()["seconds"] for o in runs) / len(runs)
    return [label, str(len(runs)), _written(name, interval), f"{seconds:.1f}"]


def _written(name: str, interval: Interval) -> str:
    value = format_number(name, interval.value)
    if math.isnan(interval.low):
        return value
    low, high = (format_number(name, bound).removesuffix(" %") for bound in interval[1:])
    return f"{value} [{low}, {high}]"
