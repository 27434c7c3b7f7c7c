"""Own tables: numbers and categories by a multi-layer perceptron, to a class or to a quantity.

Shapes: B batch, N rows, F features, K classes.
"""

import math
import warnings
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Self

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import OwnTableInfo
from gradatim.data.own.labeled_files import SPLIT_COLUMNS, own_path
from gradatim.data.own.sheet import Sheet, is_missing, read_sheet
from gradatim.data.own.table import TableEncoding, find_target, is_quantity, numbers, skew
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
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.validation import require_default, require_fraction, require_part

TEST_FRACTION = 0.2  # of every class, or of every tenth of a quantity
N_BINS = 10
LEFT_OUT = 3  # part of the rows that are not used
FEWEST_ROWS = 20
SKEWED = 2.0  # a positive quantity with a longer tail is learned by its logarithm
COVERED = 0.9  # fraction of unseen rows inside the interval of a quantity
OWN_TABLE = "TABLE"  # stands in the recipe for the table that the user is to name


@dataclass(frozen=True)
class Rows:
    """Rows of a split, encoded.

    Attributes:
        features: float32 (N, F).
        targets: classes, int64 (N,), or quantities as they are learned, float32 (N,).
        places: which rows of the table they are, (N,).
    """

    features: Tensor
    targets: Tensor
    places: np.ndarray

    def __len__(self) -> int:
        return len(self.targets)


class OwnTableTask(Task):
    """Classes by cross-entropy, quantities by squared error.

    Args:
        model: rows (B, F) to logits (B, K), or to one number (B, 1).
        batches: of features and targets.
        validation: what is measured during the run; None: nothing is.
        test: what is measured once, at its end.
        info: how rows become numbers.
        weights: of every class in the loss, (K,); None: all alike.
    """

    batches: TensorBatches

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        validation: Rows | None,
        test: Rows,
        info: OwnTableInfo,
        weights: Tensor | None,
    ) -> None:
        self.model, self.batches, self.info = model, batches, info
        self.validation, self.test, self.weights = validation, test, weights
        self.has_validation = validation is not None
        self.n_test = len(test) if info.classes else None

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy, or the mean squared error in units of the targets' variance."""
        features, targets = batch
        output = self.model(features)  # (B, K) or (B, 1)
        if not self.info.classes:
            return F.mse_loss(output[:, 0], targets), {}
        right = (output.detach().argmax(1) == targets).float().mean()
        return F.cross_entropy(output, targets, weight=self.weights), {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy of classes; of a quantity the typical error in its unit, and R²."""
        rows = self.test if final else self.validation
        assert rows is not None  # the loop asks only where `has_validation`
        if self.info.classes:
            logits = self._outputs(rows)
            right = (logits.argmax(1) == rows.targets).float().mean().item()
            return {"loss": F.cross_entropy(logits, rows.targets).item(), "accuracy": right}
        guessed = self._outputs(rows)[:, 0]
        if final and self.validation is not None:
            errors = (self._outputs(self.validation)[:, 0] - self.validation.targets).abs()
            quantity = next(m for m in self.model.modules() if isinstance(m, OwnQuantity))
            quantity.learn_width(errors, COVERED)
        truth, guess = (in_units(values, self.info) for values in (rows.targets, guessed))
        return {
            "loss": F.mse_loss(guessed, rows.targets).item(),
            "mean_absolute_error": float(np.abs(guess - truth).mean()),
            "r2": r_squared(truth, guess),
        }

    def _outputs(self, rows: Rows) -> Tensor:
        device = self.batches.device
        return torch.cat([self.model(part.to(device)) for part in rows.features.split(4096)]).cpu()


def r_squared(truth: np.ndarray, guess: np.ndarray) -> float:
    """Fraction of the variance that is explained: 1 is perfect, 0 the mean, below 0 is worse."""
    variance = float(((truth - truth.mean()) ** 2).mean())
    return 1 - float(((truth - guess) ** 2).mean()) / variance if variance else math.nan


def in_units(values: Tensor, info: OwnTableInfo) -> np.ndarray:
    """Quantities as they are learned, (N,), in the unit of the table."""
    scaled = values.double().numpy() * info.target_scale + info.target_centre
    return np.expm1(scaled) if info.target_logarithm else scaled


@dataclass(frozen=True, kw_only=True)
class OwnTable(Recipe):
    """A multi-layer perceptron on a CSV table of one's own."""

    data: Annotated[str, Help("CSV or TSV table, with a line of column names")] = OWN_TABLE
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
        info, train, validation, test = self.load()
        if self.balance != "none" and not info.classes:
            raise UserError(
                f"{given('balance', self.balance)}, and {info.target} is a quantity: leave it out."
            )
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
        return OwnTableTask(self.build_model(info), batches, validation, test, info, weights)

    def load(self) -> tuple[OwnTableInfo, Rows, Rows | None, Rows]:
        """What is known of the table, and its training, validation and test rows."""
        if self.data == OWN_TABLE:
            raise UserError(
                f"your own table is needed: add {spelled('data', 'FILE')} and "
                f"{spelled('target', 'COLUMN')}."
            )
        table = read_sheet(own_path(self.data))
        target = find_target(table, self.target)
        if self.target is None:
            warnings.warn(
                f"column {target!r} is taken for the target: {spelled('target', 'COLUMN')} chooses "
                "another.",
                stacklevel=2,
            )
        for name in self.without:
            table.column(name)
        cells = table.column(target)
        there = np.array([i for i, cell in enumerate(cells) if not is_missing(cell)])
        if len(there) < FEWEST_ROWS:
            raise UserError(
                f"{self.data} has {len(there)} rows with a {target}: at least {FEWEST_ROWS} are "
                "needed to train, validate and test."
            )
        parts = self._split(table, target, there)
        info = self.known or self._info(table, target, there[parts == 0])
        encoding = encoding_of(info)
        features, targets = encoding.encode(table), targets_of(table, info, there)
        rows = [
            Rows(features[there[parts == k]], targets[parts == k], there[parts == k])
            for k in range(3)
        ]
        return info, rows[0], rows[1] if len(rows[1]) else None, rows[2]

    def _split(self, table: Sheet, target: str, there: np.ndarray) -> np.ndarray:
        """Which rows are to train (0), validate (1) and test (2), every class alike; (N,)."""
        name = table.named(SPLIT_COLUMNS)
        parts = np.zeros(len(there), dtype=np.int64)
        strata = torch.from_numpy(_strata([table.column(target)[i] for i in there]))
        n = int(strata.max()) + 1
        if name is not None:
            said = [table.column(name)[i].lower() for i in there]
            parts[[word.startswith("test") for word in said]] = 2
            parts[[word.startswith(("val", "dev")) for word in said]] = 1
        if not (parts == 2).any():
            parts[stratified(strata, n, TEST_FRACTION, seed=0).numpy() & (parts == 0)] = 2
        rest = np.flatnonzero(parts == 0)
        if (parts == 1).any():
            require_default(self, f"{table.path} says what to validate on", "val_fraction")
        elif self.val_fraction:
            held_out = stratified(strata[rest], n, self.val_fraction, seed=1).numpy()
            parts[rest[held_out]] = 1
        rest = np.flatnonzero(parts == 0)
        left_out = np.ones(len(rest), dtype=bool)
        left_out[part_of(strata[rest], n, self.train_fraction).numpy()] = False
        parts[rest[left_out]] = LEFT_OUT
        return parts

    def _info(self, table: Sheet, target: str, rows: np.ndarray) -> OwnTableInfo:
        cells = [table.column(target)[i] for i in rows]
        apart = {target, *self.without, *(c for c in table.columns if c.lower() in SPLIT_COLUMNS)}
        columns = [name for name in table.columns if name not in apart]
        encoding = TableEncoding.learn(table, columns, rows)
        info = OwnTableInfo(
            data=self.data,
            target=target,
            classes=(),
            centre=encoding.centre,
            scale=encoding.scale,
            logarithm=encoding.logarithm,
            values=encoding.values,
        )
        if not is_quantity(table.column(target)):
            classes = tuple(sorted(set(cells)))
            if len(classes) < 2:
                raise UserError(f"column {target!r} has one value only, {classes[0]!r}.")
            return replace(info, classes=classes)
        found = numbers(cells)
        logarithm = bool(found.min() >= 0 and skew(found) > SKEWED)
        found = np.log1p(found) if logarithm else found
        return replace(
            info,
            target_centre=float(found.mean()),
            target_scale=float(found.std()) or 1.0,
            target_logarithm=logarithm,
        )

    def build_model(self, info: OwnTableInfo) -> nn.Module:
        """Build the network for as many features and classes as there are."""
        n_features, n_outputs = len(encoding_of(info).names), len(info.classes) or 1
        network = MLP(replace(self.model, in_features=n_features, n_classes=n_outputs))
        return network if info.classes else OwnQuantity(network)


def encoding_of(info: OwnTableInfo) -> TableEncoding:
    """The encoding that a run learned."""
    return TableEncoding(info.centre, info.scale, info.logarithm, info.values)


def targets_of(table: Sheet, info: OwnTableInfo, rows: np.ndarray) -> Tensor:
    """The targets of some rows (N,) as they are learned.

    Raises:
        UserError: a class that the run does not know, or no number.
    """
    cells = [table.column(info.target)[i] for i in rows]
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
