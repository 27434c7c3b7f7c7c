"""One's own texts with labels: a CSV file, or a folder with .txt files in a sub-folder per class.

The split is the same every time and has of every class as many: a fifth to test, and a part of the
rest to validate.
"""

import hashlib
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import torch

from gradatim.data.own import sheet
from gradatim.data.own.labeled_files import LabeledFile, find_labeled, opened, splits_of
from gradatim.data.own.sheet import Sheet, decoded, is_unlabeled, read_sheet, tell_unlabeled
from gradatim.data.own.table import FEWEST_ROWS, text_and_label
from gradatim.data.own.target import class_names
from gradatim.data.sampler import divided
from gradatim.errors import UserError
from gradatim.spelling import spelled

PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class LabeledTexts:
    """Texts, each with the number of its class.

    Attributes:
        classes: names, in alphabetical order.
        parts: of "train", "validation" and "test", pairs of a text and its class.
        unread: arguments of `load` that such data make meaningless, each with the reason.
    """

    classes: tuple[str, ...]
    parts: dict[str, list[tuple[str, int]]]
    unread: dict[str, str] = field(default_factory=dict, compare=False)

    def fingerprints(self) -> dict[str, dict[str, int | str]]:
        """Size in characters and checksum of what is learned from and of what is measured."""
        found: dict[str, dict[str, int | str]] = {}
        for part, name in (("train", "training text"), ("test", "test text")):
            whole = "\n".join(f"{text}\t{label}" for text, label in self.parts[part])
            digest = hashlib.sha256(whole.encode()).hexdigest()
            found[name] = {"size": len(whole), "sha256": digest}
        return found


def load(path: Path, val_fraction: float = 0.125, target: str | None = None) -> LabeledTexts:
    """Read one's own texts.

    Args:
        path: CSV or TSV file with a column of texts and one of labels (and `split`), or folder with
            .txt files in a sub-folder per class, or a zip of either.
        val_fraction: of what is left beside the test texts, to validate on; 0: none.
        target: column of the classes; found by its name by default.

    Raises:
        UserError: nothing there, other columns, one class only, or too few texts.
    """
    given, path, unread = path, opened(path), {}
    if path.is_file() and path.suffix.lower() in sheet.ENDINGS:
        rows = _of_table(read_sheet(path), target)
    elif path.is_dir():
        rows = _of_files(find_labeled(path, (".txt",)).files)
        unread["target"] = f"{given} is a folder, whose subfolders are the classes"
    else:
        raise UserError(
            f"{path} is neither a CSV file nor a folder: give one with {spelled('data', 'FILE')}."
        )
    rows = sorted({(t.strip(), label.strip(), split) for t, label, split in rows})
    rows = [row for row in rows if row[0]]
    if len(rows) < FEWEST_ROWS:
        raise UserError(
            f"{given} has too few texts with a class ({len(rows)}): at least {FEWEST_ROWS} are "
            "needed to train, validate and test."
        )
    classes = class_names([label for _, label, _ in rows], f"the label of the texts in {given}")
    _tell_several(rows)
    labels = torch.tensor([classes.index(label) for _, label, _ in rows])
    splits = divided([split for _, _, split in rows], labels, len(classes), val_fraction)
    if "validation" in [split for _, _, split in rows]:
        unread["val_fraction"] = f"{given} says what to validate on"
    parts: dict[str, list[tuple[str, int]]] = {name: [] for name in PARTS}
    for (text, _, _), label, part in zip(rows, labels.tolist(), splits.tolist(), strict=True):
        parts[PARTS[part]].append((text, label))
    return LabeledTexts(classes, parts, unread)


def _tell_several(rows: list[tuple[str, str, str]]) -> None:
    """Say how many texts are in several splits or of several classes."""
    for place, what in (
        (2, "splits: what is tested was learned from"),
        (1, "classes: one is wrong"),
    ):
        several = len({(row[0], row[place]) for row in rows}) - len({row[0] for row in rows})
        if several:
            are = "text is" if several == 1 else "texts are"
            warnings.warn(f"{several:,} {are} there with several {what}.", stacklevel=3)


def _of_files(files: list[LabeledFile]) -> list[tuple[str, str, str]]:
    """The texts of files; of those that cannot be read a warning."""
    rows, left_out = [], []
    for item in files:
        try:
            rows.append((decoded(item.file)[0], item.label, item.split))
        except (UserError, OSError) as error:
            left_out.append(str(error).rstrip("."))
    if left_out:
        warnings.warn(
            f"{len(left_out)} of {len(files)} texts are left out: {'; '.join(left_out[:3])}.",
            stacklevel=4,
        )
    return rows


def _of_table(table: Sheet, target: str | None) -> list[tuple[str, str, str]]:
    pair = text_and_label(table, target)
    if pair is None:
        raise UserError(
            f"{table.path} has the columns {', '.join(table.columns)}: name one text, and "
            f"the one of the classes label, or give {spelled('target', 'COLUMN')}."
        )
    texts, labels = (table.column(name) for name in pair)
    tell_unlabeled(labels, str(table.path))
    rows = zip(texts, labels, splits_of(table)[1], strict=True)
    return [row for row in rows if not is_unlabeled(row[1])]
