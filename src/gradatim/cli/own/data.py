"""`gradatim data inspect`: look at your own data before training on them."""

import dataclasses
import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from gradatim.cli.outputs import new_page
from gradatim.data.inspection import inspect
from gradatim.data.own.inspection import Inspection
from gradatim.printing import escaped, print_table
from gradatim.reports.own_data import class_rows, summary, write_inspection

SHOWN_CLASSES, SHOWN_FILES = 30, 5


def inspect_(
    path: Path,
    *,
    target: str | None = None,
    out: Path = Path("inspection.html"),
    as_json: Annotated[bool, Parameter("--json")] = False,
) -> None:
    """Say what lies in a folder, a table or a zip, and draw ten examples on a page.

    Args:
        path: folder of images, sounds or texts; CSV or TSV table; or a zip of these
        target: column of a table that is to be predicted
        out: HTML page to write
        as_json: one JSON object instead of the tables
    """
    new_page(out)
    found = inspect(path, target)
    write_inspection(found, out)
    if as_json:
        print(json.dumps(_plain(found), ensure_ascii=False))
        return
    console = Console(emoji=False)
    console.print(f"[bold]{escaped(found.path)}[/]: {escaped(summary(found))}", highlight=False)
    for name, value in found.metadata.items():
        console.print(f"  {name}: {escaped(value)}", highlight=False)
    if found.counts:
        header, rows = class_rows(found)
        console.print(print_table(header, rows[:SHOWN_CLASSES]))
        if len(rows) > SHOWN_CLASSES:
            console.print(f"and {len(rows) - SHOWN_CLASSES:,} more classes")
    if found.columns:
        rows = [[c.name, c.kind, f"{c.n_missing:,}", f"{c.n_values:,}"] for c in found.columns]
        console.print(print_table(["column", "kind", "missing", "values"], rows))
    for warning in found.warnings:
        console.print(f"[yellow]note:[/] {escaped(warning)}", highlight=False)
    for name, reason in found.unreadable[:SHOWN_FILES]:
        console.print(
            f"[yellow]unreadable:[/] {escaped(name)} ({escaped(reason)})", highlight=False
        )
    if len(found.unreadable) > SHOWN_FILES:
        console.print(f"and {len(found.unreadable) - SHOWN_FILES:,} more unreadable files")
    console.print(f"Page: [bold]{escaped(out)}[/]")
    if found.next_command:
        console.print(f"Next: [bold]{escaped(found.next_command)}[/]", soft_wrap=True)


def _plain(found: Inspection) -> dict[str, object]:
    """The inspection without its drawn examples, as JSON holds it."""
    values = {f.name: getattr(found, f.name) for f in dataclasses.fields(found)}
    values["columns"] = [dataclasses.asdict(column) for column in found.columns]
    del values["samples"]
    return values
