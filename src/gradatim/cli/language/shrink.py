"""`gradatim shrink`: a smaller copy of a run, and what the smallness costs."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from gradatim.recipes.shrink import FORMS, fraction_of, measured, shrink


def shrink_(
    run: Path,
    *,
    to: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="")] = FORMS,
) -> None:
    """Write smaller copies of a run, and compare them on its test data.

    Args:
        run: folder of a finished run
        to: int8, int4 (groups of 16), int4-rows, bfloat16, or the percentage of weights that
            become zero, such as 50% (default: the first four)
    """
    for form in to:
        fraction_of(form)
    console = Console(highlight=False)
    rows = {"float32": run} | {form: shrink(run, form) for form in to}
    table = Table("weights", "bytes", "of float32", title_justify="left")
    sizes: list[int] = []
    for form, folder in rows.items():
        found = measured(folder)
        sizes.append(found.file_size)
        if len(sizes) == 1:
            for name in found.metrics:
                table.add_column(name.replace("_", " "), justify="right")
            table.add_column("core-s", justify="right")
        cells = [f"{value:.4g}" for value in found.metrics.values()]
        ratio = f"{found.file_size / sizes[0]:.1%}"
        table.add_row(form, f"{found.file_size:,}", ratio, *cells, f"{found.core_seconds:.1f}")
    table.columns[1].justify = table.columns[2].justify = "right"
    console.print(table)
    for folder in list(rows.values())[1:]:
        console.print(f"[green]written[/] {folder}", soft_wrap=True)
