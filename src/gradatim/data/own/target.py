"""What a table is to predict: which column, and whether classes or a quantity."""

from collections.abc import Sequence

import numpy as np

from gradatim.data.own.sheet import Sheet, is_missing
from gradatim.data.own.table import numbers, words_among_numbers
from gradatim.errors import UserError
from gradatim.spelling import spelled

TARGETS = ("target", "label", "class", "y", "outcome", "survived", "price")
# Whole numbers are classes where there are few, and enough rows of each; else a quantity.
FEW_VALUES, ROWS_PER_CLASS = 20, 4


def find_target(table: Sheet, target: str | None = None) -> str:
    """The column to predict: the one that is named, else by its name, else the last.

    Raises:
        UserError: no such column, or no other beside it.
    """
    if len(table.columns) == 1:
        raise UserError(
            f"{table.path} has one column, {table.columns[0][:40]!r}: write others beside it, with "
            "commas, semicolons, tabs or | between them."
        )
    if target is not None:
        table.column(target)
        return target
    return table.named(TARGETS) or table.columns[-1]


def other_target(table: Sheet, target: str) -> str:
    """How another target is chosen, and which column is called like one, if any."""
    others = [c for c in table.columns if c.lower() in TARGETS and c != target]
    such = f", such as {others[-1]!r}" if others else ""
    return f"{spelled('target', 'COLUMN')} chooses another{such}"


def is_quantity(cells: Sequence[str]) -> bool:
    """Tell whether a target is a quantity (regression) rather than a class."""
    known = [cell for cell in cells if not is_missing(cell)]
    found = numbers(known)
    if np.isnan(found).any():
        return False
    whole = bool((found == np.rint(found)).all())
    most = min(FEW_VALUES, max(len(found) // ROWS_PER_CLASS, 2))
    return not whole or len(np.unique(found)) > most


def class_names(cells: Sequence[str], what: str) -> tuple[str, ...]:
    """The classes, in alphabetical order.

    Args:
        cells: one of every example.
        what: they are of, such as "column 'price'".

    Raises:
        UserError: one class only, or nearly as many as examples.
    """
    classes = tuple(sorted(set(cells)))
    if len(classes) < 2:
        raise UserError(f"{what} has one value only, {classes[0]!r}: nothing can be told apart.")
    if len(classes) > len(cells) / 2:
        words = words_among_numbers(cells)
        hint = (
            f"{words[0]!r} stands among its numbers: leave such cells empty"
            if words
            else "such as " + " and ".join(map(repr, classes[:2])) + ", which are not classes"
        )
        raise UserError(
            f"{what} has {len(classes):,} different values in {len(cells):,} rows; {hint}."
        )
    return classes
