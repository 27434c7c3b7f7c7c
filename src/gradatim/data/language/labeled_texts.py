"""One's own texts with labels: a CSV file, or a folder with .txt files in a sub-folder per class.

The split is random and the same every time: 80 % train, 10 % validation, 10 % test.
"""

import csv
import hashlib
import io
import random
from dataclasses import dataclass
from pathlib import Path

from gradatim.errors import UserError
from gradatim.spelling import spelled

COLUMNS = ("text", "label")
FEWEST = 20  # texts, so that one or two are left to measure on
PARTS = {"train": 0.8, "validation": 0.1, "test": 0.1}


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


def load(path: Path) -> LabeledTexts:
    """Read one's own texts.

    Args:
        path: CSV file with the columns `text` and `label`, or folder with .txt files in a
            sub-folder per class.

    Raises:
        UserError: nothing there, other columns, text that is not UTF-8, one class only, or too few
            texts.
    """
    if path.is_dir():
        rows = _folder(path)
    elif path.is_file():
        rows = _table(path)
    else:
        raise UserError(
            f"{path} is neither a CSV file nor a folder: give one with {spelled('data', 'FILE')}."
        )
    rows = [(text.strip(), label.strip()) for text, label in rows if text.strip() and label.strip()]
    classes = tuple(sorted({label for _, label in rows}))
    if len(rows) < FEWEST or len(classes) < 2:
        raise UserError(
            f"{path} has {len(rows)} texts of {len(classes)} classes: give at least {FEWEST} of 2."
        )
    number = {name: i for i, name in enumerate(classes)}
    examples = [(text, number[label]) for text, label in sorted(set(rows))]
    random.Random(0).shuffle(examples)
    first = max(1, round(PARTS["test"] * len(examples)))
    second = first + max(1, round(PARTS["validation"] * len(examples)))
    parts = {
        "test": examples[:first],
        "validation": examples[first:second],
        "train": examples[second:],
    }
    return LabeledTexts(classes, parts)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not text in UTF-8: save it as UTF-8 and try again.") from error


def _folder(folder: Path) -> list[tuple[str, str]]:
    return [
        (_read(file), file.parent.name)
        for file in sorted(folder.glob("*/*.txt"))
        if not file.name.startswith(".")
    ]


def _table(path: Path) -> list[tuple[str, str]]:
    text = _read(path)
    first_line = text.partition("\n")[0]
    separator = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if not set(COLUMNS) <= set(names):
        raise UserError(
            f"{path} has the columns {', '.join(names) or '(none)'}: name one text and one label."
        )
    reader.fieldnames = names
    return [(row["text"] or "", row["label"] or "") for row in reader]
