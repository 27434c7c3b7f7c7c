"""One's own texts with labels: a CSV file, or a folder with .txt files in a sub-folder per class.

The split is the same every time and has of every class as many: a fifth to test, and a part of the
rest to validate.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from gradatim.data.own import sheet
from gradatim.data.own.labeled_files import SPLIT_COLUMNS, find_labeled
from gradatim.data.own.sheet import Sheet, read_sheet
from gradatim.data.own.table import text_and_label
from gradatim.data.sampler import stratified
from gradatim.errors import UserError
from gradatim.spelling import spelled

PARTS = ("train", "validation", "test")
FEWEST = 20  # texts, so that one or two are left to measure on
TEST_FRACTION = 0.2


@dataclass(frozen=True)
class LabeledTexts:
    """Texts, each with the number of its class.

    Attributes:
        classes: names, in alphabetical order.
        parts: of "train", "validation" and "test", pairs of a text and its class.
    """

    classes: tuple[str, ...]
    parts: dict[str, list[tuple[str, int]]]

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
    if path.is_file() and path.suffix.lower() in sheet.ENDINGS:
        rows = _of_table(read_sheet(path), target)
    elif path.is_dir() or path.suffix.lower() == ".zip":
        found = find_labeled(path, (".txt",)).files
        rows = [(_read(item.file), item.label, item.split) for item in found]
    else:
        raise UserError(
            f"{path} is neither a CSV file nor a folder: give one with {spelled('data', 'FILE')}."
        )
    rows = sorted({(t.strip(), label.strip(), split) for t, label, split in rows})
    rows = [row for row in rows if row[0] and row[1]]
    classes = tuple(sorted({label for _, label, _ in rows}))
    if len(rows) < FEWEST or len(classes) < 2:
        raise UserError(
            f"{path} has {len(rows)} texts of {len(classes)} classes: give at least {FEWEST} of 2."
        )
    labels = torch.tensor([classes.index(label) for _, label, _ in rows])
    splits = _split([split for _, _, split in rows], labels, len(classes), val_fraction)
    parts: dict[str, list[tuple[str, int]]] = {name: [] for name in PARTS}
    for (text, _, _), label, part in zip(rows, labels.tolist(), splits.tolist(), strict=True):
        parts[PARTS[part]].append((text, label))
    return LabeledTexts(classes, parts)


def _split(splits: list[str], labels: Tensor, n_classes: int, val_fraction: float) -> Tensor:
    """Which texts are to train (0), validate (1) and test (2), (N,); every class alike."""
    parts = torch.tensor([_number(split) for split in splits])
    if not (parts == 2).any():
        parts[stratified(labels, n_classes, TEST_FRACTION, seed=0) & (parts == 0)] = 2
    rest = (parts == 0).nonzero().flatten()
    if val_fraction and not (parts == 1).any():
        parts[rest[stratified(labels[rest], n_classes, val_fraction, seed=1)]] = 1
    return parts


def _number(split: str) -> int:
    word = split.lower()
    return 2 if word.startswith("test") else 1 if word.startswith(("val", "dev")) else 0


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not text in UTF-8: save it as UTF-8 and try again.") from error


def _of_table(table: Sheet, target: str | None) -> list[tuple[str, str, str]]:
    pair = text_and_label(table, target)
    if pair is None:
        raise UserError(
            f"{table.path} has the columns {', '.join(table.columns)}: name one text, and "
            f"the one of the classes label, or give {spelled('target', 'COLUMN')}."
        )
    split = table.named(SPLIT_COLUMNS)
    splits = table.column(split) if split else [""] * len(table.rows)
    return list(zip(*(table.column(name) for name in pair), splits, strict=True))
