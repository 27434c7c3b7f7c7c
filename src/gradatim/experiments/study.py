"""What an experiment found, as tables and a page; and experiments run one after the other."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from rich.console import Console

from gradatim.errors import UserError, nearest
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.printing import escaped
from gradatim.spelling import given
from gradatim.stats import Interval
from gradatim.training import RuntimeOptions


class ResultTable(NamedTuple):
    """A table that the terminal and the page show alike."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class StudyResult:
    """What an experiment found: a line of text, tables for the terminal, sections for a page."""

    title: str
    lead: str
    tables: Sequence[ResultTable] = ()
    sections: Sequence[Section] = ()

    def write(self, path: Path, command: str) -> Path:
        """Write the page of this experiment, and its tables as data beside it.

        Args:
            path: of the page; the tables have the same name and end in .json.
            command: what measures these numbers again.
        """
        tables = {t.title: {"header": list(t.header), "rows": t.rows} for t in self.tables}
        data = json.dumps({"command": command, "tables": tables}, indent=1, ensure_ascii=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".json").write_text(data + "\n", "utf-8")
        footer = f"`{command}` measures this again; finished runs are not trained again."
        return html.write(path, html.page(self.title, self.lead, self.sections, footer))


# An experiment: folder of its runs, seeds, where to compute -> what it found.
Study = Callable[[Path, Sequence[int], RuntimeOptions | None], StudyResult]


class Finished(NamedTuple):
    """An experiment that was run, and its page."""

    result: StudyResult
    page: Path
    seconds: float


def run_studies(
    studies: Mapping[str, Study],
    names: Sequence[str],
    out: Path,
    *,
    n_seeds: int,
    options: RuntimeOptions | None,
    command: str,
) -> list[Finished]:
    """Run experiments one after the other; each prints a line and writes a page.

    Args:
        studies: all experiments by name.
        names: of those to run; all of them when none are given.
        out: folder of the runs and pages.
        n_seeds: repetitions of each training.
        options: where to compute.
        command: what runs one of them, followed by its name.

    Raises:
        UserError: no such experiment, or no seeds.
    """
    for name in names:  # all of them before the first, which may take an hour
        if name not in studies:
            raise UserError(f"there is no experiment {name!r}: {nearest(name, studies)}")
    if n_seeds < 1:
        raise UserError(f"{given('n_seeds', n_seeds)}: give at least 1.")
    finished = []
    for name in names or studies:
        begin = perf_counter()
        result, page = studies[name](out, range(n_seeds), options), out / f"{name}.html"
        if result.sections:  # the saliency maps have a page of their own
            result.write(page, f"{command} {name}")
        done = Finished(result, page, perf_counter() - begin)
        text = f"[bold]{escaped(result.title)}[/] {escaped(result.lead)}"
        Console(emoji=False).print(f"{text} [dim]({done.seconds:.0f} s, {escaped(page)})[/]")
        finished.append(done)
    return finished


def percent(interval: Interval) -> str:
    """Write a fraction in percent with its interval: 91.3 [90.9, 91.7]; one run has none."""
    if math.isnan(interval.low):
        return f"{100 * interval.value:.1f}"
    return f"{interval:.1%}"
