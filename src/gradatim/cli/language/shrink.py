"""`gradatim shrink`: a smaller copy of a run, and what the smallness costs."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from gradatim.errors import UserError
from gradatim.printing import escaped, print_table
from gradatim.recipes.runs import open_task
from gradatim.recipes.shipped import COMMANDS as SHIPPED
from gradatim.recipes.shrink import (
    ALL,
    AWARE,
    FORMS,
    CompressedSize,
    fraction_of,
    is_trained,
    measured,
    shrink,
)

WIDEST = 200  # columns of a table that has room


def shrink_(
    run: Path,
    *,
    to: Annotated[
        tuple[str, ...], Parameter(consume_multiple=(1, None), show_default=False)
    ] = FORMS,
    steps: int | None = None,
) -> None:
    """Quantize, prune or distill a run, and compare them on its test data.

    Args:
        run: folder of a finished run
        to: forms: bfloat16, int8, int4 (groups of 16), int4-rows, or the percentage of weights that
            become zero, such as 50%; these are trained: int4-aware, 50%-retrained,
            float32-retrained (the same without zeros), half-width and distilled (half and a third
            of the width, taught by the run), small-alone (a third without a teacher); all: every
            one of them (default: the first four)
        steps: optimizer steps of the forms that are trained, at least 1 (default: those of the
            run, a quarter of them for int4-aware)
    """
    forms = ALL if to == ("all",) else to
    for form in forms:
        fraction_of(form)
    if steps is not None and not any(map(is_trained, forms)):
        raise UserError(
            f"--steps is {steps}, and none of {', '.join(forms)} is trained: leave it out, or "
            f"add a form that is, such as {AWARE}."
        )
    if steps is not None and steps < 1:
        raise UserError(f"--steps is {steps}: give at least 1.")
    if str(run) in SHIPPED and not run.exists():
        raise UserError(
            f"{run}, which ships, is in 8 bits already: `gradatim train {run}`, then shrink that "
            "run."
        )
    console = Console(emoji=False, highlight=False)
    task, _ = open_task(run)
    found: dict[str, CompressedSize] = {}
    written = []
    for form in ("float32", *forms):
        folder = run if form == "float32" else shrink(run, form, steps, show=True)
        with console.status(f"{form}: measuring"):
            found[form] = measured(task, folder)
        if form != "float32":
            written.append(folder)
    table = _table(found)
    # On a narrow screen a line may wrap, but no digit is cut off.
    least = Measurement.get(console, console.options.update(width=WIDEST), table).minimum
    console.width = max(console.width, least)
    console.print(table)
    console.print(f"Energy is {found['float32'].joules_source}; all compute in float32.")
    for folder in written:
        console.print(f"[green]written[/] {escaped(folder)}", soft_wrap=True)


def _table(found: dict[str, CompressedSize]) -> Table:
    """A row per form."""
    whole = found["float32"]
    names = ("bytes", "of all", *(name.replace("_", " ") for name in whole.metrics), "per s", "J")
    rows = [
        [
            form,
            f"{row.file_size:,}",
            f"{row.file_size / whole.file_size:.1%}",
            *(f"{value:.5g}" for value in row.metrics.values()),
            f"{row.per_second:,.0f}",
            f"{row.joules:.0f}",
        ]
        for form, row in found.items()
    ]
    return print_table(("weights", *names), rows)
