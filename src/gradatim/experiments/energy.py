"""`gradatim energy`: accuracy against joules, and the cost of each further percent.

Energy is what the run's summary says: read from counters, or else processor time multiplied by a
constant. The second is not a measurement of energy, so such runs are compared by the time itself.
It is the cost of training, without cooling of a data center or production of the machine.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from gradatim.errors import UserError, nearest
from gradatim.experiments.study import ResultTable, StudyResult
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.training import Run
from gradatim.training.energy import WATTS_PER_BUSY_CORE

Grid = Literal["norway", "france", "germany", "world", "china", "india"]
# Grams of CO2 equivalent per kilowatt-hour of electricity, 2023: Ember, Yearly Electricity Data, by
# way of Our World in Data, "Carbon intensity of electricity generation" (read in 2024).
GRIDS = {"norway": 30, "france": 56, "germany": 381, "world": 481, "china": 582, "india": 713}
GRID_SOURCE = "Ember and Our World in Data, carbon intensity of electricity, 2023"
JOULES_PER_KILOWATT_HOUR = 3.6e6
LEAST_DIFFERENCE = 10  # test examples between two runs, for a price of one more percent


class RunCost(NamedTuple):
    """What a run reached and what it cost."""

    name: str
    accuracy: float
    joules: float
    seconds: float
    source: str  # how the energy is known
    n_test: int | None = None  # examples that the accuracy is a fraction of; older runs say not

    @property
    def known(self) -> str:
        """One word: measured or estimated."""
        return self.source.split(" ")[0]


def cost_of(name: str, run: Run) -> RunCost | None:
    """Read a finished run's summary; None for a run without an accuracy, such as one of a GPT.

    Raises:
        UserError: the run is not finished.
    """
    summary = run.summary()
    if not summary:
        raise UserError(f"{run.folder} is not finished: gradatim resume {run.folder}")
    # A loss is not a fraction of right answers: a percent of it has no price.
    if "accuracy" not in summary["metrics"]:
        return None
    energy = summary["energy"]
    return RunCost(
        name=name,
        accuracy=summary["metrics"]["accuracy"],
        joules=energy["joules"],
        seconds=summary["seconds"],
        source=energy["source"],
        n_test=summary.get("test_examples"),
    )


def pareto_front(costs: Sequence[RunCost]) -> list[RunCost]:
    """The runs that no other beats in both accuracy and energy, the cheapest first."""
    best: list[RunCost] = []
    # From the cheapest up, a run is on the front if it beats everything cheaper.
    for cost in sorted(costs, key=lambda c: (c.joules, -c.accuracy)):
        if not best or cost.accuracy > best[-1].accuracy:
            best.append(cost)
    return best


def joules_per_percent(costs: Sequence[RunCost]) -> list[tuple[str, str, float]]:
    """Joules per further percent of accuracy along the Pareto front: from, to, joules.

    Only where the two runs differ by at least `LEAST_DIFFERENCE` test examples: the price of a
    percent that two examples make up is chance.
    """
    return [
        (a.name, b.name, (b.joules - a.joules) / (100 * (b.accuracy - a.accuracy)))
        for a, b in pairwise(pareto_front(costs))
        if a.n_test
        and a.n_test == b.n_test
        and round(a.n_test * (b.accuracy - a.accuracy)) >= LEAST_DIFFERENCE
    ]


class Unit(NamedTuple):
    """In what costs are written."""

    name: str
    joules: float  # of one


def unit_of(costs: Sequence[RunCost]) -> Unit:
    """Joules where they were measured; core-seconds where all that was measured is time."""
    only_time = f"estimated ({WATTS_PER_BUSY_CORE:g} W per busy core)"
    if all(cost.source == only_time for cost in costs):
        return Unit("core-seconds", WATTS_PER_BUSY_CORE)
    return Unit("joules", 1.0)


def grams(joules: float, grid: str) -> float:
    """CO2 equivalent of electric energy, in grams.

    Raises:
        UserError: no such grid.
    """
    if grid not in GRIDS:
        raise UserError(f"there are no figures for the grid of {grid!r}: {nearest(grid, GRIDS)}")
    return joules / JOULES_PER_KILOWATT_HOUR * GRIDS[grid]


def compare_energy(runs: Mapping[str, Path], *, grid: str = "world") -> StudyResult:
    """Compare runs by what they cost.

    Args:
        runs: name to show -> folder of a finished run; a run without an accuracy is left out.
        grid: electricity grid, a key of `GRIDS`.

    Raises:
        UserError: no runs, none with an accuracy, unfinished ones, or an unknown grid.
    """
    if not runs:
        raise UserError("give at least one run folder: gradatim energy RUN...")
    grams(0.0, grid)  # an unknown grid is told before any run is opened
    found = {name: cost_of(name, Run.open(folder)) for name, folder in runs.items()}
    costs = [cost for cost in found.values() if cost]
    left_out = [name for name, cost in found.items() if not cost]
    if not costs:
        raise UserError(
            f"no run has an accuracy to compare ({', '.join(left_out)}): give runs of classifiers."
        )
    table, steps = _cost_table(costs, grid), _steps_table(costs)
    unit = unit_of(costs)
    points = {c.name: (c.joules / unit.joules, c.accuracy) for c in costs}
    sections = [
        Section(
            title=f"Accuracy against {unit.name}",
            body=(
                figure(charts.scatter(points, x=f"{unit.name} of training", y="accuracy (%)")),
                html_table(table.header, table.rows),
                paragraph(f"CO2: {GRIDS[grid]} g per kilowatt-hour ({grid}; {GRID_SOURCE})."),
            ),
        )
    ]
    if steps.rows:
        body = (paragraph(STEPS_TEXT), html_table(steps.header, steps.rows))
        sections.append(Section(title=steps.title, body=body))
    not_counted = [paragraph(NOT_COUNTED_TEXT)]
    if left_out:
        not_counted.insert(0, paragraph(_not_compared(left_out)))
    sections.append(Section(title="What is not counted", body=not_counted))
    return StudyResult(
        title="What did it cost?",
        lead=_lead(costs, left_out),
        tables=[table, steps] if steps.rows else [table],
        sections=sections,
    )


def _cost_table(costs: Sequence[RunCost], grid: str) -> ResultTable:
    unit = unit_of(costs)
    header = ("run", "accuracy", unit.name, "seconds", f"mg CO2 ({grid})", "energy is")
    rows = [
        [
            c.name,
            f"{100 * c.accuracy:.2f} %",
            _short(c.joules / unit.joules),
            f"{c.seconds:.1f}",
            f"{1000 * grams(c.joules, grid):,.1f}",
            c.known,
        ]
        for c in sorted(costs, key=lambda c: c.joules)
    ]
    return ResultTable("Cost of the runs", header, rows)


def _steps_table(costs: Sequence[RunCost]) -> ResultTable:
    unit = unit_of(costs)
    rows = [[a, b, _short(joules / unit.joules)] for a, b, joules in joules_per_percent(costs)]
    header = ("from", "to", f"{unit.name} per further percent")
    return ResultTable("Cost of one more percent", header, rows)


def _short(cost: float) -> str:
    return f"{cost:,.0f}" if cost >= 10 else f"{cost:.2g}"


def _lead(costs: Sequence[RunCost], left_out: Sequence[str]) -> str:
    costliest, cheapest = (pick(costs, key=lambda c: c.joules) for pick in (max, min))
    unit = unit_of(costs)
    what = "energy" if unit.name == "joules" else "processor time"
    times = costliest.joules / max(cheapest.joules, 1e-9)
    gain = 100 * (costliest.accuracy - cheapest.accuracy)
    lead = (
        f"{costliest.name} took {times:,.1f} times the {what} of {cheapest.name} for {gain:+.2f} "
        "percentage points."
    )
    if len(costs) == 1:
        cost = f"{_short(cheapest.joules / unit.joules)} {unit.name}"
        lead = f"{cheapest.name}: {cost} for {100 * cheapest.accuracy:.2f} %."
    return f"{lead} {_not_compared(left_out)}" if left_out else lead


def _not_compared(names: Sequence[str]) -> str:
    verb = "measures" if len(names) == 1 else "measure"
    return f"Left out: {', '.join(names)}, which {verb} no accuracy."


STEPS_TEXT = (
    "Only runs that no other beats in both accuracy and energy are listed (the Pareto front); each "
    "row says what one more percent of accuracy cost. Two runs that differ by fewer than "
    f"{LEAST_DIFFERENCE} test examples are not compared: their difference may be chance."
)
NOT_COUNTED_TEXT = (
    "Energy marked as estimated is processor time multiplied by a constant, so what is compared is "
    "time: a processor that draws more power while it is busy is not seen. Memory, cooling, the "
    "production of the machine and the many runs that were thrown away are in none of these "
    "numbers."
)
