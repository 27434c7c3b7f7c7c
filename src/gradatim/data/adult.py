"""Census Income ("Adult"): 48,842 people of 1994, and whether each earned more than 50,000 dollars.

A table with sex, race and age in it: the data on which fairness is measured since 1996. Publisher's
files as they are: in adult.test the first line is a comment and labels end with a dot, missing
values are "?". A missing value is a category of its own, because fields are not left empty at
random.

Shapes: N people, F numbers that describe a person.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gradatim.data.download import fetch
from gradatim.errors import UserError, nearest

COLUMNS = (  # of the publisher's files, in their order
    *("age", "workclass", "weight", "education", "education-years", "marital-status"),
    *("occupation", "relationship", "race", "sex", "capital-gain", "capital-loss"),
    *("hours-per-week", "country"),
)
NUMBERS = ("age", "education-years", "capital-gain", "capital-loss", "hours-per-week")
# weight says how many people of the census a row stands for; education is education-years in words
UNUSED = ("weight", "education")
WORDS = tuple(name for name in COLUMNS if name not in (*NUMBERS, *UNUSED))
CLASSES = ("up to 50K", "above 50K")
N_ROWS = {"train": 32_561, "test": 16_281}


@dataclass(frozen=True)
class Table:
    """Rows of the census as the publisher gives them, and the label."""

    columns: dict[str, np.ndarray]  # name -> values (N,), numbers or words
    labels: np.ndarray  # 0 or 1 (above 50K), (N,)

    def __len__(self) -> int:
        return len(self.labels)

    def groups(self, attribute: str) -> np.ndarray:
        """Name each person's group, (N,): a value of a column, for age "under 40" or "40 and over".

        Raises:
            UserError: no such column of words.
        """
        if attribute == "age":
            return np.where(self.columns["age"] < 40, "under 40", "40 and over")
        if attribute not in WORDS:
            raise UserError(
                f"people cannot be grouped by {attribute!r}: {nearest(attribute, ('age', *WORDS))}"
            )
        return self.columns[attribute]

    def subset(self, rows: np.ndarray) -> "Table":
        """Take some rows, (M,)."""
        return Table({k: v[rows] for k, v in self.columns.items()}, self.labels[rows])


def load_adult(split: str = "train") -> Table:
    """Read the census table.

    Args:
        split: train (32,561 people) or test (16,281).

    Raises:
        UserError: another split, or files that are missing or not the published ones.
    """
    if split not in N_ROWS:
        raise UserError(f"there is no split {split!r}: {nearest(split, N_ROWS)}")
    wanted = "adult.data" if split == "train" else "adult.test"
    with zipfile.ZipFile(fetch("adult", "adult.zip")) as archive:
        name = next(n for n in archive.namelist() if n.rsplit("/", 1)[-1] == wanted)
        text = archive.read(name).decode("ascii")
    rows = []
    for line in io.StringIO(text):
        fields = [field.strip() for field in line.split(",")]
        if len(fields) == len(COLUMNS) + 1:  # neither the comment nor the empty line at the end
            rows.append(fields)
    if len(rows) != N_ROWS[split]:
        raise UserError(f"{wanted} has {len(rows):,} rows, {N_ROWS[split]:,} were published.")
    table = np.array(rows)
    columns = {name: table[:, i] for i, name in enumerate(COLUMNS) if name not in UNUSED}
    for name in NUMBERS:
        columns[name] = columns[name].astype(np.float64)
    for name in WORDS:
        columns[name] = np.where(columns[name] == "?", "missing", columns[name])
    # With the dot of adult.test no label would be equal to this text, and nobody rich.
    labels = (np.char.rstrip(table[:, -1], ".") == ">50K").astype(np.int64)
    return Table(columns, labels)


@dataclass(frozen=True)
class Encoding:
    """How people become numbers: learned on the training table, used on both.

    Attributes:
        centre, scale: mean and standard deviation of each column of numbers.
        values: the known values of each column of words; a new one is all zeros.
        names: of the F numbers that come out, "sex = Female".
    """

    centre: dict[str, float]
    scale: dict[str, float]
    values: dict[str, tuple[str, ...]]

    @classmethod
    def learn(cls, table: Table, without: Sequence[str] = ()) -> "Encoding":
        """Learn the encoding.

        Args:
            table: of training.
            without: columns to leave out.

        Raises:
            UserError: a column that is not there, or none left.
        """
        for name in without:
            if name not in table.columns:
                raise UserError(f"there is no column {name!r}: {nearest(name, table.columns)}")
        kept = [name for name in table.columns if name not in without]
        if not kept:
            raise UserError("every column is left out: keep at least one.")
        numbers = [name for name in kept if name in NUMBERS]
        return cls(
            {n: float(_scaled(n, table).mean()) for n in numbers},
            {n: float(_scaled(n, table).std()) for n in numbers},
            {n: tuple(np.unique(table.columns[n]).tolist()) for n in kept if n in WORDS},
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the F numbers."""
        words = [f"{name} = {v}" for name, values in self.values.items() for v in values]
        return (*self.centre, *words)

    def encode(self, table: Table) -> Tensor:
        """Turn people into numbers, float32 (N, F)."""
        parts = [
            (_scaled(name, table)[:, None] - centre) / self.scale[name]
            for name, centre in self.centre.items()
        ]
        parts += [
            # One-hot: categories have no order, which numbers would claim.
            table.columns[name][:, None] == np.array(values)
            for name, values in self.values.items()
        ]
        return torch.from_numpy(np.concatenate(parts, axis=1).astype(np.float32))


def _scaled(name: str, table: Table) -> np.ndarray:
    """Numbers of a column; of capital gains, which reach 99,999 while most are 0, the logarithm."""
    values = table.columns[name]
    return np.log1p(values) if name.startswith("capital") else values
