"""What a person sees while something trains: a bar, the numbers, the time left."""

import math
import time
from collections.abc import Mapping

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Column

REFRESH_SECONDS = 0.25
BAR_WIDTH = 16  # characters


class TrainingProgress:
    """A progress line that is redrawn at most four times per second, and costs nothing in between.

    It always fits into one line: where the terminal is narrow the speed goes first, then the bar,
    then the last metrics; the name is shortened last, and no number is ever cut.

    It is drawn inside `with bar.progress:`.

    Args:
        name: of what trains.
        total: steps of the whole run.
        shown: False prints nothing.
    """

    def __init__(self, name: str, total: int, shown: bool = True) -> None:
        # No thread of its own: it would wake up in the middle of steps and take a core from them.
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[line]}", markup=False, table_column=Column(no_wrap=True)),
            console=Console(emoji=False, stderr=True),
            auto_refresh=False,
            disable=not shown,
        )
        self.name, self.total = name, total
        self.id = self.progress.add_task(name, total=total, line=name)
        self.next_refresh = 0.0

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
        metrics = [
            f"{name.replace('_', ' ')} {format_number(name, value)}"
            for name, value in numbers.items()
        ]
        speed = f"{examples_per_second:,.0f} examples/s" if examples_per_second else ""
        width = self.progress.console.width - 3  # beside the spinner
        place = (f"{step:,}/{self.total:,}", clock(seconds_left))
        line = fit_line(self.name, step / self.total, place, metrics, speed, width)
        self.progress.update(self.id, completed=step, line=line, refresh=True)


# Metrics, by the end of their names, that are fractions and written as percent.
FRACTIONS = (*("accuracy", "top1", "top5", "match", "win_rate", "answered_unknown", "near_copies"),)


def clock(seconds_left: float | None) -> str:
    """Write the time left as hours, minutes and seconds."""
    if seconds_left is None or not math.isfinite(seconds_left):
        return "--:-- left"
    minutes, seconds = divmod(int(seconds_left), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d} left" if hours else f"{minutes}:{seconds:02d} left"


def fit_line(
    name: str, done: float, place: tuple[str, str], metrics: list[str], speed: str, width: int
) -> str:
    """Write a progress line that is at most `width` characters wide.

    Args:
        name: of what trains.
        done: fraction of the steps, 0 to 1.
        place: steps done, and the time left.
        metrics: as text, the most important first.
        speed: as text.
        width: of the terminal.
    """
    n_full = round(BAR_WIDTH * min(1.0, done))
    bar = "━" * n_full + "─" * (BAR_WIDTH - n_full)

    def written(name: str, bar: str, metrics: list[str], speed: str) -> str:
        return "  ".join(part for part in (name, bar, *place, *metrics, speed) if part)

    # What a person needs least goes first; steps and time left stay to the end.
    choices = [(bar, metrics, speed), (bar, metrics, "")]
    choices += [("", metrics[:n], "") for n in range(len(metrics), 0, -1)]
    for choice in choices:
        line = written(name, *choice)
        if len(line) <= width:
            return line
    rest = written("", "", metrics[:1], "")
    room = width - len(rest) - 2
    return f"{name[: room - 1]}…  {rest}" if room > 1 else rest


def format_number(name: str, value: float) -> str:
    """Write a metric as a person would: fractions as percent, the rest with four figures."""
    if name.endswith(FRACTIONS):
        return f"{100 * value:.2f} %"
    return f"{value:.4g}"
