"""What users named, on the terminal: it neither colors nor turns round nor erases what is there."""

import re
from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

# Control characters, marks that change the direction of writing, and halves of surrogate pairs.
_NOT_SHOWN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def escape_invisible(value: object) -> str:
    """Write what cannot be seen as Python would, such as `\\x1b`."""
    return _NOT_SHOWN.sub(lambda found: ascii(found[0])[1:-1], str(value))


def escaped(value: object) -> str:
    """Make a name, path or value fit for rich: `[bold]` is four letters in brackets, no command."""
    return escape(escape_invisible(value))


def print_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None
) -> Table:
    """A table for the terminal; the first column, of names, is never cut."""
    style: dict[str, Any] = {"box": SIMPLE_HEAD, "show_edge": False, "padding": (0, 1, 0, 0)}
    table = Table(title=title, title_justify="left", **style)  # narrow: for 80 columns
    for index, word in enumerate(header):
        table.add_column(word, justify="right" if index else "left", no_wrap=not index)
    for name, *cells in rows:
        table.add_row(f"[bold]{escaped(name)}", *map(escaped, cells))
    return table
