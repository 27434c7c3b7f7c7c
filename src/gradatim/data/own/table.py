"""Tables of one's own: which columns are numbers, which categories, and how they become inputs.

Shapes: N rows, F features.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gradatim.data.own.sheet import Sheet, is_missing
from gradatim.errors import UserError

Kind = Literal["number", "category", "text", "identifier", "constant", "empty"]
TEXT_COLUMNS = ("text", "sentence", "review", "comment", "message", "body", "content")
CLASS_COLUMNS = ("label", "class", "category", "target", "sentiment")
MOST_COLUMNS_OF_TEXTS = 4  # a table with more is none of texts
MOST_BINS, ROWS_PER_BIN = 16, 50  # of a column of numbers
MOST_CATEGORIES = 50  # values of a column; rarer ones count as others
LONG = 30  # characters on average: sentences, no categories
FEWEST_ROWS = 20  # so that a few are left to validate and to test
MOST_WORDS = 0.2  # of a column's cells: with more words it is none of numbers
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?")
UNIT = re.compile(r"[-+]?\d+([.,]\d+)? ?[^\W\d]{1,4}")  # 12 kg, 3.5cm


@dataclass(frozen=True)
class Column:
    """What a column holds.

    Attributes:
        name: of the column.
        kind: number, category, text, identifier (another value in every row), constant or empty.
        n_missing: rows in which nothing is known.
        n_values: different values.
        summary: the middle of numbers and their range, or the commonest values.
    """

    name: str
    kind: Kind
    n_missing: int
    n_values: int
    summary: str


def as_number(cell: str) -> float:
    """The number in a cell, with a point or a comma for its fraction; NaN where it is none."""
    if "_" in cell:  # 2021_07 is a name, though Python reads a number
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        try:
            value = float(cell.replace(",", ".")) if cell.count(",") == 1 else math.nan
        except ValueError:
            return math.nan
    return value if math.isfinite(value) else math.nan


def numbers(cells: Sequence[str]) -> np.ndarray:
    """The numbers of a column, float64 (N,); NaN where nothing is known."""
    return np.array([math.nan if is_missing(c) else as_number(c) for c in cells])


def describe(name: str, cells: Sequence[str]) -> Column:
    """Find out what a column holds; a number in all cells but the missing ones makes numbers."""
    known = [cell for cell in cells if not is_missing(cell)]
    n_missing, values = len(cells) - len(known), set(known)
    if not known:
        return Column(name, "empty", n_missing, 0, "")
    found = numbers(known)
    is_number = not np.isnan(found).any()
    if len(values) == 1:
        return Column(name, "constant", n_missing, 1, f"always {known[0][:30]}")
    whole = is_number and bool((found == np.rint(found)).all())
    if is_number:
        even = len(np.unique(np.diff(np.sort(found)))) == 1  # 1, 2, 3, ... in any order
        if whole and len(values) == len(cells) > 10 and (even or is_identifier(name)):
            return Column(name, "identifier", n_missing, len(values), "numbered rows")
        middle, low, high = (f"{v:g}" for v in (np.median(found), found.min(), found.max()))
        return Column(name, "number", n_missing, len(values), f"median {middle}, {low} to {high}")
    if sum(map(len, known)) / len(known) > LONG:
        return Column(name, "text", n_missing, len(values), f"{known[0][:40]}…")
    if len(values) > 0.9 * len(known) and len(known) > 20:
        return Column(name, "identifier", n_missing, len(values), f"such as {known[0][:30]}")
    count = Counter(known)
    common = sorted(values, key=lambda v: (-count[v], v))[:3]
    return Column(name, "category", n_missing, len(values), ", ".join(v[:20] for v in common))


def is_identifier(name: str) -> bool:
    """Tell whether a column is called as those that only number the rows."""
    return name.lower() in ("id", "index", "row", "nr") or name.endswith(("Id", "ID", "_id", " id"))


def words_among_numbers(cells: Sequence[str]) -> list[str]:
    """The few words in a column of numbers, which make categories or classes of all of them."""
    known = [cell for cell in cells if not is_missing(cell)]
    found = numbers(known)
    words = sorted({known[i] for i in np.flatnonzero(np.isnan(found))})
    few = np.isnan(found).mean() <= MOST_WORDS if known else False
    # Of 0, 1 and "other" each is a class.
    return words if few and len(set(found[~np.isnan(found)])) > 5 * len(words) else []


def odd_columns(table: Sheet) -> Iterator[str]:
    """Columns that somebody may have meant as numbers, or rows as names, a sentence each."""
    named = [name for name in table.columns if not math.isnan(as_number(name))]
    # Years and days may be names; a few numbers with decimals among them are a row.
    if any(not name.lstrip("-").isdigit() for name in named) or len(named) == len(table.columns):
        yield (
            f"The first line of {table.path} ({', '.join(table.columns[:4])}, ...) was taken for "
            "names of columns: if it is a row, write a line of names above it."
        )
    for name in table.columns:
        words = words_among_numbers(table.column(name))
        if words:
            yield (
                f"Column {name!r} holds {', '.join(map(repr, words[:3]))} among its numbers, so "
                "that none counts as a number: leave such cells empty."
            )
        elif describe(name, table.column(name)).kind in ("category", "identifier"):
            known = [cell for cell in table.column(name) if not is_missing(cell)]
            if all(DATE.fullmatch(cell) for cell in known):
                yield (
                    f"Column {name!r} holds dates, each of which counts as a word of its own: "
                    "write year, month or days since a day as numbers."
                )
            elif all(UNIT.fullmatch(cell) for cell in known):
                yield (
                    f"Column {name!r} holds words such as {known[0]!r}: leave the unit out if they "
                    "are numbers."
                )


@dataclass(frozen=True)
class TableEncoding:
    """How rows become numbers: learned on training rows, used on all.

    A number is centered and scaled; one that is missing becomes the middle, and a feature of its
    own says that it was. Skewed numbers are taken by their logarithm. Beside it stands a feature
    per bin, which says how much of the bin lies below the number: from these even one linear layer
    makes any steps and peaks (Y. Gorishniy et al., "On embeddings for numerical features in tabular
    deep learning", NeurIPS 2022, arXiv:2203.05556, equation 1). A category becomes a feature per
    value; one that training never saw becomes all zeros.

    Attributes:
        centre, scale: of every column of numbers, after the logarithm where it is taken.
        logarithm: columns whose logarithm is taken.
        values: of every column of categories, the values that have a feature.
        edges: of every column of numbers, the ends of its bins, after the logarithm; none of few.
    """

    centre: dict[str, float]
    scale: dict[str, float]
    logarithm: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    edges: dict[str, tuple[float, ...]]

    @classmethod
    def learn(cls, table: Sheet, columns: Sequence[str], rows: np.ndarray) -> "TableEncoding":
        """Learn from some rows (M,) of the columns that are not the target and are not left out.

        Raises:
            UserError: no column is left that says anything.
        """
        centre, scale, logarithm, values, edges = {}, {}, [], {}, {}
        for name in columns:
            cells = table.cells(name, rows)
            # Of all rows: a part of 1, 2, 3, ... has gaps.
            numbered = describe(name, table.column(name)).kind == "identifier"
            kind = "identifier" if numbered else describe(name, cells).kind
            if kind == "number":
                found = numbers(cells)
                known = found[~np.isnan(found)]
                if known.min() >= 0 and skew(known) > 2:
                    logarithm.append(name)
                    known = np.log1p(known)
                centre[name], scale[name] = float(np.median(known)), float(known.std()) or 1.0
                edges[name] = bin_edges(known)
            elif kind == "category":
                found_values, counts = np.unique([_word(c) for c in cells], return_counts=True)
                common = np.argsort(-counts, kind="stable")[:MOST_CATEGORIES]
                values[name] = tuple(sorted(found_values[common].tolist()))
        if not centre and not values:
            raise UserError(
                f"{table.path} has no column of numbers or categories besides the target: nothing "
                "can be learned from it."
            )
        return cls(centre, scale, tuple(logarithm), values, edges)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the F features."""
        return (
            *self.centre,
            *(f"{name} is missing" for name in self.centre),
            *(f"{name} from {low:g}" for name, ends in self.edges.items() for low in ends[:-1]),
            *(f"{name} = {value}" for name, values in self.values.items() for value in values),
        )

    def encode(self, table: Sheet) -> np.ndarray:
        """Rows as features, float32 (N, F).

        Raises:
            UserError: a column is not there, or holds words where numbers were learned.
        """
        parts, missing, bins = [], [], []
        for name, centre in self.centre.items():
            cells = table.column(name)
            found = numbers(cells)
            wrong = [c for c, v in zip(cells, found, strict=True) if v != v and not is_missing(c)]
            if wrong:
                raise UserError(
                    f"column {name!r} of {table.path} holds numbers, and {wrong[0]!r} is none: "
                    "correct it, or leave the cell empty."
                )
            if name in self.logarithm:
                found = np.log1p(np.maximum(found, 0))
            scaled = (found - centre) / self.scale[name]
            missing.append(np.isnan(found)[:, None])
            parts.append(np.nan_to_num(scaled, nan=0.0).clip(-8, 8)[:, None])
            bins.append(below(found, self.edges.get(name, ())))
        parts += missing + bins
        for name, values in self.values.items():
            words = np.array([_word(cell) for cell in table.column(name)])
            parts.append(words[:, None] == np.array(values))
        return np.concatenate(parts, 1).astype(np.float32)


def bin_edges(values: np.ndarray) -> tuple[float, ...]:
    """The ends of the bins of numbers (N,); none where they are few.

    Half of the bins hold as many rows each, and half as many different values: where most rows hold
    the same, such as no gain at all, the others would otherwise share one bin.
    """
    n = min(MOST_BINS, len(values) // ROWS_PER_BIN)
    at = np.linspace(0, 1, n + 1)
    ends = np.unique([np.quantile(values, at), np.quantile(np.unique(values), at)])
    return tuple(ends.tolist()) if n > 1 else ()


def below(values: np.ndarray, edges: Sequence[float]) -> np.ndarray:
    """How much of every bin lies below each value, (N, bins) from 0 to 1; 0 where none is known."""
    if not edges:
        return np.zeros((len(values), 0))
    low, high = np.array(edges[:-1]), np.array(edges[1:])
    return np.nan_to_num(((values[:, None] - low) / (high - low)).clip(0, 1), nan=0.0)


def _word(cell: str) -> str:
    return "missing" if is_missing(cell) else cell


def skew(values: np.ndarray) -> float:
    """Third moment over the spread cubed; 0 of a symmetric distribution."""
    spread = values.std()
    return float(((values - values.mean()) ** 3).mean() / spread**3) if spread else 0.0


def text_column(table: Sheet, target: str | None = None) -> str | None:
    """The one column of texts; None where there is none, or several.

    Args:
        table: any table.
        target: a column that is none of texts.
    """
    columns = [describe(c, table.column(c)) for c in table.columns if c != target]
    named = [c for c in columns if c.name.lower() in TEXT_COLUMNS]
    texts = named or [c for c in columns if c.kind == "text"] or columns
    return texts[0].name if len(texts) == 1 else None


def text_and_label(table: Sheet, target: str | None = None) -> tuple[str, str] | None:
    """The one column of texts and that of their classes; None where a table holds no such pair.

    Args:
        table: any table.
        target: name of the column of classes; found by its name, or as the only other one.

    Raises:
        UserError: there is no column `target`.
    """
    if target is not None:
        table.column(target)
    text = text_column(table, target)
    columns = [describe(name, table.column(name)) for name in table.columns]
    if text is None or not 1 < len(columns) <= MOST_COLUMNS_OF_TEXTS:
        return None
    others = [c.name for c in columns if c.name != text and c.kind in ("category", "number")]
    label = target or table.named(CLASS_COLUMNS) or (others[0] if len(others) == 1 else None)
    return None if label is None else (text, label)
