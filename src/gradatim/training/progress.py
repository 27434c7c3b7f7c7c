"""What a person sees while something trains: a bar, the numbers, the time left."""

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn
from rich.progress import Task as Bar
from rich.table import Column
from rich.text import Text

REFRESH_SECONDS = 0.25


class _TimeLeft(ProgressColumn):
    def render(self, task: Bar) -> Text:
        seconds = task.fields.get("seconds_left")
        if seconds is None:
            return Text("--:--", style="cyan")
        minutes, seconds = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
        return Text(f"{clock} left", style="cyan")


def one_line() -> Column:
    """Make a column that is cut, not folded, where the terminal is narrow."""
    return Column(no_wrap=True)


class TrainingProgress:
    """A progress bar that is redrawn at most four times a second, and costs nothing in between.

    Args:
        name: of what trains.
        total: steps of the whole run.
        shown: False prints nothing.
    """

    def __init__(self, name: str, total: int, shown: bool = True) -> None:
        self.bar = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}", table_column=one_line()),
            BarColumn(bar_width=16),
            TextColumn("{task.completed:,.0f}/{task.total:,.0f}", table_column=one_line()),
            _TimeLeft(table_column=one_line()),
            TextColumn("{task.fields[numbers]}", table_column=one_line()),
            TextColumn("[dim]{task.fields[speed]}", table_column=one_line()),
            console=Console(stderr=True),
            auto_refresh=False,
            disable=not shown,
        )
        self.id = self.bar.add_task(name, total=total, numbers="", speed="", seconds_left=None)
        self.total = total
        self.next_refresh = 0.0

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bar.refresh()
        self.bar.stop()

    def due(self) -> bool:
        """Tell whether it is time to draw."""
        return time.perf_counter() >= self.next_refresh

    def show(
        self,
        step: int,
        numbers: Mapping[str, float],
        examples_per_second: float,
        seconds_left: float | None,
    ) -> None:
        """Draw the bar.

        Args:
            step: steps done.
            numbers: metrics to show, by name.
            examples_per_second: speed of training.
            seconds_left: until the last step.
        """
        self.next_refresh = time.perf_counter() + REFRESH_SECONDS
        text = "  ".join(
            f"{name.replace('_', ' ')} {format_number(name, value)}"
            for name, value in numbers.items()
        )
        self.bar.update(
            self.id,
            completed=step,
            numbers=text,
            speed=f"{examples_per_second:,.0f} examples/s" if examples_per_second else "",
            seconds_left=seconds_left,
            refresh=True,
        )


def format_number(name: str, value: float) -> str:
    """Write a metric as a person would: fractions as percent, the rest with four figures."""
    if name.endswith(("accuracy", "top1", "top5", "match", "win_rate")):
        return f"{100 * value:.2f} %"
    return f"{value:.4g}"
