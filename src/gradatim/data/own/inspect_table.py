"""Inspect a table: of texts with their classes, or of numbers and categories with a target."""

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from gradatim.data.own.folder_layout import odd_names
from gradatim.data.own.inspection import (
    N_SAMPLES,
    Inspection,
    counted,
    imbalance,
    word_metadata,
)
from gradatim.data.own.labeled_files import splits_of
from gradatim.data.own.sheet import Sheet, is_missing, is_unlabeled
from gradatim.data.own.table import FEWEST_ROWS, describe, odd_columns, text_and_label
from gradatim.data.own.target import class_names, find_target, is_quantity, other_target
from gradatim.errors import UserError


def inspect_texts_of_table(table: Sheet, target: str | None) -> Inspection | None:
    """A table whose one long column is text beside a column of classes; None if it is none."""
    pair = text_and_label(table, target)
    if pair is None:
        return None
    text, label = pair
    found = Inspection(
        str(table.path),
        "texts",
        f"column {text!r} is the text, column {label!r} the class",
    )
    words, labels = table.column(text), table.column(label)
    splits = [split or "all" for split in splits_of(table)[1]]
    count = Counter(zip(labels, splits, strict=True))
    for name in sorted({value for value in labels if not is_unlabeled(value)}):
        found.counts[name] = {s: count[name, s] for s in sorted(set(splits))}
    known = [value for value in labels if not is_unlabeled(value)]
    problems = list(problem(known, f"column {label!r}"))
    found.warnings += problems
    n_missing = len(labels) - len(known)
    if n_missing:
        found.warnings.append(f"{counted(n_missing, 'text')} without a class and left out.")
    word_metadata([len(text.split()) for text in words], found)
    found.warnings += imbalance(found.counts)
    found.warnings += odd_names(found.counts)
    # Copies on both sides of a split are remembered, not understood.
    repeated = len(words) - len(set(words))
    across = _texts_in_several(words, splits)
    if across:
        found.warnings.append(
            f"{counted(across, 'text')} in several splits: what is tested was learned from."
        )
    torn = _texts_in_several(words, labels)
    if torn:
        found.warnings.append(f"{counted(torn, 'text')} there with several classes: one is wrong.")
    if repeated:
        found.warnings.append(
            f"{counted(repeated, 'text')} there more than once: in training and test they would "
            "look better known than they are."
        )
    by_label = defaultdict(list)
    for text, value in zip(words, labels, strict=True):
        if value in found.counts:
            by_label[value].append(text)
    found.samples = [
        (value, some[i][:300])
        # Class by class in turn, so that a rare class is among the samples too.
        for i in range(N_SAMPLES)
        for value, some in by_label.items()
        if i < len(some)
    ][:N_SAMPLES]
    if not problems:
        command = ["gradatim", "train", "text-classifier", "--data", str(table.path)]
        found.next_command = shlex.join(command + ["--target", label] * (target is not None))
    return found


def problem(cells: Sequence[str], what: str, *, quantity: bool = False) -> Iterator[str]:
    """Why nothing can be learned from a target, if so.

    Args:
        cells: those in which something is known.
        what: they are of, such as "column 'price'".
        quantity: whether it is one, rather than classes.
    """
    if len(cells) < FEWEST_ROWS:
        yield f"Training needs at least {FEWEST_ROWS} rows, and {what} is known in {len(cells)}."
    elif quantity and len(set(cells)) == 1:
        yield f"{what} has one value only, {cells[0]!r}: nothing can be learned."
    elif not quantity:
        try:
            class_names(cells, what)
        except UserError as error:
            yield str(error)


def _texts_in_several(words: Sequence[str], groups: Sequence[str]) -> int:
    """How many different texts stand in more than one group."""
    return len(set(zip(words, groups, strict=True))) - len(set(words))


def inspect_table(table: Sheet, target: str | None) -> Inspection:
    """Inspect a table whose columns are numbers and categories."""
    chosen = find_target(table, target)
    cells = table.column(chosen)
    quantity = is_quantity(cells)
    task = "a quantity: regression" if quantity else "classes: classification"
    why = "" if target else f", as nothing else was said ({other_target(table, chosen)})"
    found = Inspection(str(table.path), "a table", f"column {chosen!r} is the target, {task}{why}")
    found.columns = [describe(name, table.column(name)) for name in table.columns]
    found.metadata["rows"] = f"{len(table.rows):,}"
    found.metadata["columns"] = f"{len(table.columns):,}"
    if table.encoding != "utf-8":
        found.metadata["encoding"] = table.encoding
    if not quantity:
        found.counts = {name or "(missing)": {"all": n} for name, n in Counter(cells).items()}
        found.warnings += imbalance(found.counts)
        found.warnings += odd_names(found.counts)
    gone = is_missing if quantity else is_unlabeled
    known = [cell for cell in cells if not gone(cell)]
    if len(known) < len(cells):
        n_missing = len(cells) - len(known)
        found.warnings.append(f"{counted(n_missing, 'row')} without a target and left out.")
    repeated = len(table.rows) - len({tuple(row) for row in table.rows})
    if repeated:
        found.warnings.append(f"{counted(repeated, 'row')} there more than once.")
    problems = list(problem(known, f"column {chosen!r}", quantity=quantity))
    if not any(c.kind in ("number", "category") for c in found.columns if c.name != chosen):
        problems.append(
            f"No column beside {chosen!r} holds numbers or categories: nothing can be learned."
        )
    found.warnings += problems
    found.warnings += odd_columns(table)
    found.warnings += _leaks(table, chosen)
    for column in found.columns:
        if column.name != chosen and column.kind in ("identifier", "constant", "empty", "text"):
            found.warnings.append(
                f"column {column.name!r} ({column.kind}) tells a network nothing: it is left out."
            )
        if column.n_missing > len(table.rows) / 2:
            found.warnings.append(f"column {column.name!r} is missing in most rows.")
    found.samples = [
        # Numbered as a spreadsheet does: row 1 is the header.
        (f"row {i + 2}", ", ".join(f"{c} {v}" for c, v in zip(table.columns, row, strict=True)))
        for i, row in list(enumerate(table.rows))[:: max(1, len(table.rows) // N_SAMPLES)]
    ][:N_SAMPLES]
    if not problems:
        words = ["gradatim", "train", "table-mlp", "--data", str(table.path), "--target", chosen]
        found.next_command = shlex.join(words)
    return found


def _leaks(table: Sheet, target: str) -> Iterator[str]:
    """Columns that say the target outright: every value of theirs has one target only."""
    answers = table.column(target)
    for name in table.columns:
        cells = table.column(name)
        if name == target or len(set(answers)) < 2:
            continue
        pairs = set(zip(cells, answers, strict=True))
        # An identifier is not a leak: a value that stands in one row has one target anyway.
        few = len(set(cells)) <= max(min(2 * len(set(answers)), len(cells) // 2), len(cells) // 10)
        # As many pairs as values: each value goes with a single target.
        if few and len(pairs) == len(set(cells)) > 1:
            yield (
                f"column {name!r} says the target outright: every value of it has one target. It "
                "may be known only afterwards; leave it out with --without."
            )
