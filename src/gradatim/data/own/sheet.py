"""A CSV file as people write it: any usual delimiter and encoding, with a line of column names."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradatim.errors import UserError, nearest

ENDINGS = (".csv", ".tsv")
DELIMITERS = ",;\t|"
MISSING = ("", "na", "n/a", "nan", "null", "none", "?", "-")  # what stands where nothing is known


@dataclass(frozen=True)
class Sheet:
    """The text of a table.

    Attributes:
        path: of the file.
        columns: their names.
        rows: N lists of cells, as many as there are columns.
        encoding: that the file was read in.
    """

    path: Path
    columns: list[str]
    rows: list[list[str]]
    encoding: str = "utf-8"

    def column(self, name: str) -> list[str]:
        """The cells of a column.

        Raises:
            UserError: there is none of this name.
        """
        if name not in self.columns:
            raise UserError(f"{self.path} has no column {name!r}: {nearest(name, self.columns)}")
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def named(self, names: Sequence[str]) -> str | None:
        """The first column with one of these names, in capitals or not."""
        wanted = {name: rank for rank, name in enumerate(names)}
        found = [c for c in self.columns if c.lower() in wanted]
        return min(found, key=lambda c: wanted[c.lower()], default=None)


def is_missing(cell: str) -> bool:
    """Tell whether a cell says that nothing is known."""
    return cell.strip().lower() in MISSING


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file.

    Raises:
        UserError: no such file, no text, no column names, or lines of another length.
    """
    if not path.is_file():
        raise UserError(f"there is no table {path}.")
    text, encoding = _text(path)
    delimiter = _delimiter(text, path)
    csv.field_size_limit(2**24)
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=delimiter) if any(line)]
    except csv.Error as error:
        raise UserError(f"{path} is no CSV file that can be read: {error}.") from error
    if len(lines) < 2:
        raise UserError(f"{path} has no rows: the first line holds the names of the columns.")
    columns = [name.strip() for name in lines[0]]
    columns = [name or f"column {number}" for number, name in enumerate(columns, 1)]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise UserError(f"{path} has several columns {twice[0]!r}: give each another name.")
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(columns):
            raise UserError(
                f"line {number} of {path} has {len(line)} cells, and there are {len(columns)} "
                f"columns ({', '.join(columns[:8])}): put quotes around cells with {delimiter!r}."
            )
    rows = [[cell.strip() for cell in line] for line in lines[1:]]
    return Sheet(path, columns, rows, encoding)


def _text(path: Path) -> tuple[str, str]:
    content = path.read_bytes()
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16"), "utf-16"
    if b"\0" in content[:4096]:
        raise UserError(f"{path} is no text: save it as CSV.")
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _delimiter(text: str, path: Path) -> str:
    """The delimiter of which the first lines have the same number, and most of them."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    some = text.splitlines()[:20]
    counts = {d: [len(line) for line in csv.reader(some, delimiter=d) if line] for d in DELIMITERS}
    even = {d: n for d, n in counts.items() if n and n[0] > 1 and len(set(n)) == 1}
    first = even or {d: n for d, n in counts.items() if n and n[0] > 1}
    return max(first, key=lambda d: first[d][0], default=",")
