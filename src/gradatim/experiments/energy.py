"""`gradatim energy`: accuracy against joules, and what each further percent costs.

Energy is what the run's summary says: read from counters, or estimated from busy time and marked
so. It is that of training, not of the data centre's cooling or of making the machine.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from gradatim.errors import UserError, nearest
from gradatim.experiments.sweep import Findings
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.training import Run

# grams of CO2 equivalent a kilowatt-hour of electricity, 2023: Ember, Yearly Electricity Data, by
# way of Our World in Data, "Carbon intensity of electricity generation" (read in 2024)
GRIDS = {"norway": 30, "france": 56, "germany": 381, "world": 481, "china": 582, "india": 713}
GRID_SOURCE = "Ember and Our World in Data, carbon intensity of electricity, 2023"


class Bill(NamedTuple):
    """What a run gave and what it cost."""

    name: str
    accuracy: float
    joules: float
    seconds: float
    source: str  # how the energy is known

    @property
    def known(self) -> str:
        """One word: measured or estimated."""
        return self.source.split(" ")[0]


def bill_of(name: str, run: Run) -> Bill:
    """Read a finished run's summary.

    Raises:
        UserError: the run is not finished, or has no accuracy.
    """
    summary = run.summary()
    if not summary:
        raise UserError(f"{run.folder} is not finished: gradatim resume {run.folder}")
    if "accuracy" not in summary["metrics"]:
        raise UserError(
            f"{run.folder} is a run of {run.config['recipe']} and has no accuracy to compare."
        )
    energy = summary["energy"]
    return Bill(name, summary["metrics"]["accuracy"], energy["joules"], summary["seconds"], energy["source"])  # fmt: skip  # noqa: E501


def frontier(bills: Sequence[Bill]) -> list[Bill]:
    """The runs that no other beats in both accuracy and energy, the cheapest first."""
    best: list[Bill] = []
    for bill in sorted(bills, key=lambda b: (b.joules, -b.accuracy)):
        if not best or bill.accuracy > best[-1].accuracy:
            best.append(bill)
    return best


def further_percent(bills: Sequence[Bill]) -> list[tuple[str, str, float]]:
    """Cost along the frontier: from, to, joules per percentage point of accuracy."""
    best = frontier(bills)
    return [
        (a.name, b.name, (b.joules - a.joules) / (100 * (b.accuracy - a.accuracy)))
        for a, b in pairwise(best)
    ]


def grams(joules: float, grid: str) -> float:
    """CO2 equivalent of so much electricity.

    Raises:
        UserError: no such grid.
    """
    if grid not in GRIDS:
        raise UserError(f"there are no figures for the grid of {grid!r}: {nearest(grid, GRIDS)}")
    return joules / 3.6e6 * GRIDS[grid]


def energy(runs: Mapping[str, Path], *, grid: str = "world") -> Findings:
    """Compare runs by what they cost.

    Args:
        runs: name to show -> folder of a finished run.
        grid: whose electricity: a key of `GRIDS`.

    Raises:
        UserError: no runs, unfinished ones, or an unknown grid.
    """
    if not runs:
        raise UserError("give at least one run folder: gradatim energy RUN...")
    grams(0.0, grid)
    bills = [bill_of(name, Run.open(folder)) for name, folder in runs.items()]
    header = ("run", "accuracy", "joules", "seconds", f"mg CO2 ({grid})", "energy is")
    rows = [
        [
            b.name,
            f"{100 * b.accuracy:.2f} %",
            f"{b.joules:,.0f}",
            f"{b.seconds:.1f}",
            f"{1000 * grams(b.joules, grid):,.1f}",
            b.known,
        ]
        for b in sorted(bills, key=lambda b: b.joules)
    ]
    steps = further_percent(bills)
    step_header = ("from", "to", "joules a further percent")
    step_rows = [[a, b, f"{joules:,.0f}"] for a, b, joules in steps]
    points = {b.name: (b.joules, b.accuracy) for b in bills}
    body = [
        figure(charts.scatter(points, x="joules of training", y="accuracy (%)")),
        html_table(header, rows),
        paragraph(f"CO2: {GRIDS[grid]} g a kilowatt-hour ({grid}; {GRID_SOURCE})."),
    ]
    sections = [Section(title="Accuracy against joules", body=body)]
    if steps:
        sections.append(
            Section(
                title="The price of one more percent",
                body=(paragraph(ABOUT_STEPS), html_table(step_header, step_rows)),
            )
        )
    sections.append(Section(title="What is not counted", body=(paragraph(NOT_COUNTED),)))
    dearest, cheapest = max(bills, key=lambda b: b.joules), min(bills, key=lambda b: b.joules)
    gain = 100 * (dearest.accuracy - cheapest.accuracy)
    lead = (
        f"{dearest.name} took {dearest.joules / max(cheapest.joules, 1e-9):,.0f} times the energy "
        f"of {cheapest.name} for {gain:+.2f} percent points."
    )
    tables: list[tuple] = [("What runs cost", header, rows)]
    if steps:
        tables.append(("The price of one more percent", step_header, step_rows))
    return Findings(title="What did it cost?", lead=lead, tables=tables, sections=sections)


ABOUT_STEPS = (
    "Only runs that no other beats in both accuracy and energy are on this ladder; each rung says "
    "what one more correct percent cost."
)
NOT_COUNTED = (
    "Energy marked as estimated is busy processor time multiplied by a constant: it compares runs "
    "on one machine and says little about another. Memory, cooling, the making of the machine and "
    "the many runs that were thrown away are in none of these numbers."
)
