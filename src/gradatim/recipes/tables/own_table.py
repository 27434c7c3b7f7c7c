"""Own tables: numbers and categories by a multi-layer perceptron, to a class or to a quantity.

Shapes: N rows.
"""

import warnings
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Self

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.data.info import OwnTableInfo
from gradatim.data.own.labeled_files import opened, own_path, splits_of
from gradatim.data.own.sheet import Sheet, is_missing, is_unlabeled, read_sheet
from gradatim.data.own.table import FEWEST_ROWS, TableEncoding, numbers, odd_columns, skew
from gradatim.data.own.target import class_names, find_target, is_quantity, other_target
from gradatim.data.sampler import part_of, stratified
from gradatim.data.vision.batches import TensorBatches
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.own_classes import OwnQuantity
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.recipes.base import Recipe, TrainFraction, ValFraction
from gradatim.recipes.own_training import (
    Balance,
    class_weights,
    evened_out,
    fitted,
    tell_rare,
)
from gradatim.recipes.tables.own_table_task import OwnTableTask, Rows
from gradatim.spelling import spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.validation import require_fraction, require_part

TEST_FRACTION = 0.2  # of every class, or of every tenth of a quantity
N_BINS = 10
LEFT_OUT = 3  # part of the rows that are not used
SKEWED = 2.0  # a positive quantity with a longer tail is learned by its logarithm
OWN_TABLE = "TABLE"  # stands in the recipe for the table that the user is to name


@dataclass(frozen=True, kw_only=True)
class OwnTable(Recipe):
    """A multi-layer perceptron on a CSV table of one's own."""

    data: Annotated[str, Help("CSV or TSV file, with a line of column names")] = OWN_TABLE
    target: Annotated[
        str | None, Help("column to predict (default: target, label, ..., else the last)")
    ] = None
    without: Annotated[tuple[str, ...], Help("columns that the network does not see")] = ()
    balance: Annotated[
        Balance, Help("rare classes: weights in the loss, or sampling as often as the others")
    ] = "none"
    val_fraction: ValFraction = 0.15
    train_fraction: TrainFraction = 1.0
    known: OwnTableInfo | None = field(default=None, metadata={"option": False})
    model: MLPConfig = field(default_factory=lambda: MLPConfig(hidden=(128, 64), dropout=0.1))

    info_type = OwnTableInfo
    fixed = ("model.in_features", "model.n_classes")

    def __post_init__(self) -> None:
        require_fraction(self, "val_fraction")
        require_part(self, "train_fraction")

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the classes and the encoding of a run."""
        return replace(self, known=info)

    def train_config(self, task: Task) -> TrainConfig:
        """As long as the rows need it; stopped early."""
        return fitted(self.train, task, epochs=40, fewest=400, most=6000)

    def build(self, device: torch.device) -> OwnTableTask:
        """Read the table, split it, encode it and join it with the network."""
        table = self._sheet()
        info, train, validation, test = self._encoded(table)
        order, weights = torch.arange(len(train)), None
        if info.classes:
            offered = f"{spelled('balance', 'weights')} or {spelled('balance', 'sampling')}"
            tell_rare(train.targets, info.classes, self.balance, offered)
            if self.balance == "weights":
                weights = class_weights(train.targets, len(info.classes)).to(device)
            if self.balance == "sampling":
                order = evened_out(train.targets, self.train.seed)
        batches = TensorBatches(
            train.features[order],
            train.targets[order],
            batch_size=min(self.train.batch_size, len(order)),
            seed=self.train.seed,
            device=device,
        )
        task = OwnTableTask(self.build_model(info), batches, validation, test, info, weights)
        task.note = _note(table, info)
        task.unread = self._unread_on(table, info)
        task.data = {"training table": train.fingerprint(), "test table": test.fingerprint()}
        return task

    def load(self) -> tuple[OwnTableInfo, Rows, Rows | None, Rows]:
        """What is known of the table, and its training, validation and test rows."""
        return self._encoded(self._sheet())

    def _sheet(self) -> Sheet:
        if self.data == OWN_TABLE:
            raise UserError(
                f"your own table is needed: add {spelled('data', 'FILE')} and "
                f"{spelled('target', 'COLUMN')}."
            )
        return read_sheet(opened(own_path(self.data)))

    @staticmethod
    def _unread_on(table: Sheet, info: OwnTableInfo) -> dict[str, str]:
        """What nothing reads on such a table, and why."""
        found = {} if info.classes else {"balance": f"{info.target} is a quantity"}
        if "validation" in splits_of(table)[1]:
            found["val_fraction"] = f"{table.path} says what to validate on"
        return found

    def _encoded(self, table: Sheet) -> tuple[OwnTableInfo, Rows, Rows | None, Rows]:
        target = find_target(table, self.target)
        if self.target is None:
            warnings.warn(
                f"column {target!r} is taken for the target: {other_target(table, target)}.",
                stacklevel=2,
            )
        for name in self.without:
            table.column(name)
        cells = table.column(target)
        gone = is_missing if is_quantity(cells) else is_unlabeled
        there = np.array([i for i, cell in enumerate(cells) if not gone(cell)], dtype=np.int64)
        if len(there) < FEWEST_ROWS:
            noun = "row" if len(there) == 1 else "rows"
            raise UserError(
                f"{self.data} has {len(there)} {noun} with a {target}: at least {FEWEST_ROWS} are "
                "needed to train, validate and test."
            )
        if len(there) < len(cells) and not self.known:
            n, word = len(cells) - len(there), next(cell for cell in cells if gone(cell))
            warnings.warn(
                f"{n:,} of {len(cells):,} rows have no {target} ({word!r}): they are left out.",
                stacklevel=2,
            )
        parts = self._split(table, target, there)
        info = self.known or self._info(table, target, there[parts == 0])
        encoding = encoding_of(info)
        features = torch.from_numpy(encoding.encode(table))
        targets = targets_of(table, info, there)
        rows = [
            Rows(features[there[parts == k]], targets[parts == k], there[parts == k])
            for k in range(3)
        ]
        return info, rows[0], rows[1] if len(rows[1]) else None, rows[2]

    def _split(self, table: Sheet, target: str, there: np.ndarray) -> np.ndarray:
        """Which rows are to train (0), validate (1) and test (2), every class alike; (N,)."""
        _, splits = splits_of(table)
        parts = np.zeros(len(there), dtype=np.int64)
        strata = torch.from_numpy(_strata(table.cells(target, there)))
        n = int(strata.max()) + 1
        for number, part in ((1, "validation"), (2, "test")):
            parts[[splits[i] == part for i in there]] = number
        if not (parts == 2).any():
            parts[stratified(strata, n, TEST_FRACTION, seed=0).numpy() & (parts == 0)] = 2
        rest = np.flatnonzero(parts == 0)
        if not (parts == 1).any() and self.val_fraction:
            held_out = stratified(strata[rest], n, self.val_fraction, seed=1).numpy()
            parts[rest[held_out]] = 1
        rest = np.flatnonzero(parts == 0)
        left_out = np.ones(len(rest), dtype=bool)
        left_out[part_of(strata[rest], n, self.train_fraction).numpy()] = False
        parts[rest[left_out]] = LEFT_OUT
        return parts

    def _info(self, table: Sheet, target: str, rows: np.ndarray) -> OwnTableInfo:
        for sentence in odd_columns(table):
            warnings.warn(sentence, stacklevel=2)
        cells = table.cells(target, rows)
        learned = self._target_info(cells, target, quantity=is_quantity(table.column(target)))
        apart = {target, *self.without, splits_of(table)[0]}
        columns = [name for name in table.columns if name not in apart]
        encoding = TableEncoding.learn(table, columns, rows)
        return OwnTableInfo(
            data=self.data,
            target=target,
            centre=encoding.centre,
            scale=encoding.scale,
            logarithm=encoding.logarithm,
            values=encoding.values,
            edges=encoding.edges,
            **learned,
        )

    def _target_info(self, cells: list[str], target: str, *, quantity: bool) -> dict[str, Any]:
        """The classes of the training rows, or how their quantities are scaled."""
        if not quantity:
            return {"classes": class_names(cells, f"column {target!r}")}
        found = numbers(cells)
        if found.min() == found.max():
            raise UserError(f"column {target!r} has one value only, {cells[0]!r}.")
        logarithm = bool(found.min() >= 0 and skew(found) > SKEWED)
        found = np.log1p(found) if logarithm else found
        return {
            "classes": (),
            "target_centre": float(found.mean()),
            "target_scale": float(found.std()) or 1.0,
            "target_logarithm": logarithm,
        }

    def build_model(self, info: OwnTableInfo) -> nn.Module:
        """Build the network for as many features and classes as there are."""
        n_features, n_outputs = len(encoding_of(info).names), len(info.classes) or 1
        network = MLP(replace(self.model, in_features=n_features, n_classes=n_outputs))
        return network if info.classes else OwnQuantity(network)


def _note(table: Sheet, info: OwnTableInfo) -> str:
    """What was taken for what, in a sentence."""
    taken = {info.target, *info.centre, *info.values}
    rest = [name for name in table.columns if name not in taken]
    left_out = f"; left out: {', '.join(rest[:8])}{', ...' * (len(rest) > 8)}" if rest else ""
    what = f"{len(info.classes)} classes" if info.classes else "a quantity"
    return (
        f"Target {info.target}, {what}; columns of numbers {len(info.centre)}, of categories "
        f"{len(info.values)}{left_out}."
    )


def encoding_of(info: OwnTableInfo) -> TableEncoding:
    """The encoding that a run learned."""
    return TableEncoding(info.centre, info.scale, info.logarithm, info.values, info.edges)


def targets_of(table: Sheet, info: OwnTableInfo, rows: np.ndarray) -> Tensor:
    """The targets of some rows (N,) as they are learned.

    Raises:
        UserError: a class that the run does not know, or no number.
    """
    cells = table.cells(info.target, rows)
    if info.classes:
        strange = sorted(set(cells) - set(info.classes))
        if strange:
            raise UserError(
                f"column {info.target!r} of {table.path} has {strange[0]!r} in a row to validate "
                f"or test only, and training knows {', '.join(info.classes[:8])}: add rows of it, "
                "or remove it."
            )
        return torch.tensor([info.classes.index(cell) for cell in cells])
    found = numbers(cells)
    if np.isnan(found).any():
        raise UserError(f"column {info.target!r} of {table.path} holds words among its numbers.")
    found = np.log1p(np.maximum(found, 0)) if info.target_logarithm else found
    return torch.from_numpy((found - info.target_centre) / info.target_scale).float()


def _strata(cells: list[str]) -> np.ndarray:
    """Classes, or tenths of a quantity, by which rows are split alike; int64 (N,)."""
    if not is_quantity(cells):
        return np.unique(cells, return_inverse=True)[1].astype(np.int64)
    ranks = np.argsort(np.argsort(numbers(cells), kind="stable"), kind="stable")
    return (ranks * N_BINS // len(cells)).astype(np.int64)


RECIPES: dict[str, Recipe] = {
    "table-mlp": OwnTable(
        train=TrainConfig(
            batch_size=64,
            threads=1,
            optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.05),
        ),
    ),
}
