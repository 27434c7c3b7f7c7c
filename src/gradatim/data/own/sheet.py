"""A CSV file as people write it: any usual delimiter and encoding, with a line of column names.

Numbers may be written for readers: 1,234.50 or 1 234,50, with a currency or a percent sign. A
column in which every cell is such a number holds plain ones afterwards, and that is told.
"""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from gradatim.errors import UserError, nearest
from gradatim.typed import parse_json

ENDINGS = (".csv", ".tsv")
DELIMITERS = ",;\t|"
SEPARATOR = re.compile(r"sep=([,;\t|])\r?\n")
MISSING = ("", "na", "n/a", "nan", "null", "none", "?", "-")  # what stands where nothing is known
# Around and inside numbers that are written for readers.
SIGNS = str.maketrans({**dict.fromkeys("$€£¥%", ""), "\u00a0": " ", "\u202f": " "})
GROUPED = ((",", "."), (" ", "."), (" ", ","), (".", ","), ("'", "."))  # thousands and decimals


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

    def cells(self, name: str, rows: Iterable[int]) -> list[str]:
        """The cells of a column in some rows."""
        column = self.column(name)  # once: it reads every row
        return [column[i] for i in rows]

    def named(self, names: Sequence[str]) -> str | None:
        """The first column with one of these names, in capitals or not."""
        wanted = {name: rank for rank, name in enumerate(names)}
        found = [c for c in self.columns if c.lower() in wanted]
        return min(found, key=lambda c: wanted[c.lower()], default=None)


def is_missing(cell: str) -> bool:
    """Tell whether a cell says that nothing is known."""
    return cell.strip().lower() in MISSING


def is_unlabeled(cell: str) -> bool:
    """Tell whether a cell names no class; None may well be one, of disorders or of offenses."""
    return is_missing(cell) and cell.strip().lower() != "none"


def tell_unlabeled(cells: Sequence[str], where: str) -> None:
    """Say how many rows are left out because they name no class."""
    words = sorted({cell for cell in cells if is_unlabeled(cell)})
    if words:
        n = sum(cell in words for cell in cells)
        rows, are = ("row", "is") if n == 1 else ("rows", "are")
        warnings.warn(
            f"{n:,} {rows} of {where} without a class ({', '.join(map(repr, words))}) {are} "
            "left out.",
            stacklevel=4,
        )


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file.

    Raises:
        UserError: no such file, no text, no column names, or lines of another length.
    """
    if path.is_dir():
        raise UserError(
            f"{path} is not a table: give one, CSV or TSV. `gradatim data inspect {path}` says "
            "what lies in it, and which recipe takes that."
        )
    if not path.is_file():
        raise UserError(f"there is no table {path}: give a CSV or TSV file.")
    try:
        text, encoding = decoded(path)
    except UserError:
        if path.suffix.lower() in ENDINGS:
            raise
        raise UserError(f"{path} is not a table: give a CSV or TSV file.") from None
    said = SEPARATOR.match(text)  # that spreadsheets write above the names
    delimiter = said[1] if said else _delimiter(text, path)
    csv.field_size_limit(2**24)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        # A cell may hold line breaks, so each row is told by the line that it ends on.
        lines = [(reader.line_num, line) for line in reader if any(line)][bool(said) :]
    except csv.Error as error:
        raise UserError(
            f"line {reader.line_num} of {path} is not CSV that can be read: {error}."
        ) from error
    if len(lines) < 2:
        raise UserError(f"{path} has no rows: the first line holds the names of the columns.")
    columns = [name.strip() for name in lines[0][1]]
    columns = [name or f"column {number}" for number, name in enumerate(columns, 1)]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise UserError(
            f"{path} has several columns {twice[0]!r}: give each another name; the first line is "
            "read as their names."
        )
    _check_lines(path, columns, lines, delimiter)
    if text.count('"') % 2 and any("\n" in cell for cell in lines[-1][1]):
        raise UserError(
            f"a quote that begins after line {lines[-2][0]} of {path} is never closed: remove it, "
            'or write "" for one that belongs to a cell.'
        )
    rows = [[cell.strip() for cell in line] for _, line in lines[1:]]
    return _with_plain_numbers(Sheet(path, columns, rows, encoding), delimiter)


def _check_lines(
    path: Path, columns: Sequence[str], lines: Sequence[tuple[int, list[str]]], delimiter: str
) -> None:
    """Compare the number of cells of every row with that of the columns."""
    for (before, _), (number, line) in pairwise(lines):
        if len(line) == len(columns):
            continue
        if before == lines[0][0] and len(columns) == 1:
            raise UserError(
                f"the first line of {path} has one column ({columns[0][:40]}) and line {number} "
                f"has {len(line)}: remove what stands above the names of the columns."
            )
        n_breaks = sum(cell.count("\n") for cell in line)
        over = f", over {n_breaks + 1} lines," if n_breaks else ""
        cells = "1 cell" if len(line) == 1 else f"{len(line)} cells"
        close = "close each quote, and " if over else ""
        raise UserError(
            f"line {number} of {path} has {cells}{over} and there are {len(columns)} "
            f"columns ({', '.join(columns[:8])}): {close}put quotes around cells with "
            f"{delimiter!r}."
        )


def read_json_lines(path: Path) -> Sheet:
    """Read one JSON object per line, as Hugging Face's `metadata.jsonl`, as a table.

    Raises:
        UserError: a line is not a JSON object, or there is none.
    """
    text, encoding = decoded(path)
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = parse_json(line.encode())
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise UserError(f"line {number} of {path} is not a JSON object: write one per line.")
        rows.append({str(k): "" if v is None else str(v).strip() for k, v in row.items()})
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if not columns:
        raise UserError(f"{path} has no rows: write a JSON object per line.")
    return Sheet(path, columns, [[row.get(name, "") for name in columns] for row in rows], encoding)


def _with_plain_numbers(table: Sheet, delimiter: str) -> Sheet:
    """The table with numbers that are written for readers as a program writes them."""
    told = []
    for place, name in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        known = [cell for cell in cells if not is_missing(cell)]
        plain = _plain(known, delimiter)
        if plain is None:
            continue
        changed = next(pair for pair in zip(known, plain, strict=True) if pair[0] != pair[1])
        told.append(f"{name!r} ({changed[0]} is read as {changed[1]})")
        values = iter(plain)
        for row, cell in zip(table.rows, cells, strict=True):
            row[place] = cell if is_missing(cell) else next(values)
    if told:
        warnings.warn(
            f"numbers in {table.path} are written for readers: {', '.join(told)}.", stacklevel=4
        )
    return table


def _plain(cells: Sequence[str], delimiter: str) -> list[str] | None:
    """Cells as plain numbers; None where they are that already, or where one is not a number."""
    bare = [cell.translate(SIGNS).strip() for cell in cells]
    if not all(cell[-1:].isdigit() for cell in bare):
        return None
    for group, point in GROUPED:
        if not any(group in cell for cell in bare):
            continue
        g, p = re.escape(group), re.escape(point)
        pattern = re.compile(rf"[-+]?([1-9]\d{{0,2}}({g}\d{{3}})+|\d+)({p}\d+)?")
        both = any(cell.count(group) > 1 or (group in cell and point in cell) for cell in bare)
        # "1,234" alone is a thousand, unless semicolons say that commas stand before decimals; and
        # "1.234" alone is little more than one.
        clear = group in " '" or (group == "," and delimiter != ";")
        if (both or clear) and all(map(pattern.fullmatch, bare)):
            return [cell.replace(group, "").replace(point, ".") for cell in bare]
    number = re.compile(r"[-+]?\d+([.,]\d+)?")
    if bare != list(cells) and all(map(number.fullmatch, bare)):
        return [cell.replace(",", ".") for cell in bare]
    return None


def decoded(path: Path) -> tuple[str, str]:
    """The text of a file in a usual encoding, and which it is.

    Raises:
        UserError: it is not text.
    """
    content = path.read_bytes()
    is_table = path.suffix.lower() in ENDINGS
    remedy = "save it as CSV" if is_table else "give a file of plain text, as .txt"
    not_text = UserError(f"{path} is not text: {remedy}.")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise not_text from error
    if b"\0" in content[:4096]:
        raise not_text
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
