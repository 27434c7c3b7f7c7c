"""Inspect a table: of texts with their classes, or of numbers and categories with a target."""

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator

from gradatim.data.own.inspection import N_SAMPLES, Inspection, imbalance, word_metadata
from gradatim.data.own.sheet import Sheet, is_missing
from gradatim.data.own.table import describe, find_target, is_quantity, text_and_label
from gradatim.spelling import spelled


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
    split = table.named(("split", "set", "subset"))
    splits = table.column(split) if split else ["all"] * len(labels)
    for name in sorted(set(labels)):
        parts = Counter(s for s, value in zip(splits, labels, strict=True) if value == name)
        found.counts[name or "(no label)"] = {s: parts[s] for s in sorted(set(splits))}
    word_metadata([len(text.split()) for text in words], found)
    found.warnings += imbalance(found.counts)
    # Copies on both sides of a split are remembered, not understood.
    repeated = len(words) - len(set(words))
    if repeated:
        found.warnings.append(
            f"{repeated:,} texts are there more than once: in training and test they would look "
            "better known than they are."
        )
    by_label = defaultdict(list)
    for text, value in zip(words, labels, strict=True):
        by_label[value].append(text)
    found.samples = [
        (value, some[i][:300])
        # Class by class in turn, so that a rare class is among the samples too.
        for i in range(N_SAMPLES)
        for value, some in by_label.items()
        if i < len(some)
    ][:N_SAMPLES]
    command = ["gradatim", "train", "text-classifier", "--data", str(table.path)]
    found.next_command = shlex.join(command + ["--target", label] * (target is not None))
    return found


def inspect_table(table: Sheet, target: str | None) -> Inspection:
    """Inspect a table whose columns are numbers and categories."""
    chosen = find_target(table, target)
    cells = table.column(chosen)
    quantity = is_quantity(cells)
    task = "a quantity: regression" if quantity else "classes: classification"
    why = (
        ""
        if target
        else f", as nothing else was said ({spelled('target', 'COLUMN')} chooses another)"
    )
    found = Inspection(str(table.path), "a table", f"column {chosen!r} is the target, {task}{why}")
    found.columns = [describe(name, table.column(name)) for name in table.columns]
    found.metadata["rows"] = f"{len(table.rows):,}"
    found.metadata["columns"] = f"{len(table.columns):,}"
    if table.encoding != "utf-8":
        found.metadata["encoding"] = table.encoding
    if not quantity:
        found.counts = {name or "(missing)": {"all": n} for name, n in Counter(cells).items()}
        found.warnings += imbalance(found.counts)
    n_missing = sum(map(is_missing, cells))
    if n_missing:
        found.warnings.append(f"{n_missing:,} rows have no target: they are left out.")
    repeated = len(table.rows) - len({tuple(row) for row in table.rows})
    if repeated:
        found.warnings.append(f"{repeated:,} rows are there more than once.")
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
        # An identifier is no leak: a value that stands in one row has one target anyway.
        few = len(set(cells)) <= max(2 * len(set(answers)), len(cells) // 10)
        # As many pairs as values: each value goes with a single target.
        if few and len(pairs) == len(set(cells)) > 1:
            yield (
                f"column {name!r} says the target outright: every value of it has one target. It "
                "may be known only afterwards; leave it out with --without."
            )
