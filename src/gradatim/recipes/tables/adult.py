"""Tables: who earns more than 50,000 dollars, from the census of 1994 (UCI Adult), and for whom.

The network learns from the census that women rarely did. For each gap between groups there are
repairs, each with a price.

Shapes: B batch, N people, F numbers per person.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.adult import CLASSES, Encoding, Table, load_adult
from gradatim.data.info import TableInfo
from gradatim.data.sampler import stratified
from gradatim.data.vision.batches import TensorBatches
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.insight.metrics.binary_metrics import area_under_roc
from gradatim.insight.metrics.fairness import balancing_weights, gaps
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.recipes.base import Recipe, ValFraction
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.validation import require_fraction, require_not_negative

PENALTY = 5.0  # weight of the groups' difference, where nothing was said


class AdultTask(Task):
    """Who earns above 50K? Cross-entropy with weights, and how groups fare.

    Args:
        model: people (B, F) to logits (B, 2).
        batches: of features, labels, weights and groups.
        validation: people who are measured during the run; None: nobody is.
        test: people who are measured once, at its end.
        encoding: people to features (N, F).
        attribute: by which people are grouped.
        penalty: weight of the groups' difference in mean score.
        info: how people become numbers.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        validation: Table | None,
        test: Table,
        encoding: Encoding,
        attribute: str,
        penalty: float,
        info: TableInfo,
    ) -> None:
        self.model, self.batches, self.info = model, batches, info
        self.validation, self.test, self.encoding = validation, test, encoding
        self.attribute, self.penalty = attribute, penalty
        self.has_validation, self.n_test = validation is not None, len(test)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Weighted cross-entropy, and the squared distance of the groups' mean probability."""
        x, labels, weights, groups = batch
        logits = self.model(x)  # (B, 2)
        loss = (weights * F.cross_entropy(logits, labels, reduction="none")).mean()
        if self.penalty:
            probability = logits.softmax(1)[:, 1]
            # Of the groups in this batch: a rare one may be missing, and its mean would be NaN.
            there = [probability[groups == g].mean() for g in groups.unique()]
            loss = loss + self.penalty * torch.stack(there).var(correction=0)
        return loss, {"accuracy": (logits.detach().argmax(1) == labels).float().mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy, AUC and gaps between the groups."""
        people = self.test if final else self.validation
        assert people is not None  # the loop asks only where `has_validation`
        score, truth = scores(self.model, self.encoding, people), people.labels
        # Log odds above 0: a probability above one half.
        answer = (score > 0).astype(int)
        found = gaps(truth, answer, people.groups(self.attribute))
        loss = F.binary_cross_entropy_with_logits(
            torch.from_numpy(score), torch.from_numpy(truth).double()
        )
        return {
            "loss": loss.item(),
            "accuracy": float((answer == truth).mean()),
            "auc": area_under_roc(truth, score),
            **found._asdict(),
        }


@torch.no_grad()
def scores(model: nn.Module, encoding: Encoding, people: Table) -> np.ndarray:
    """Log odds of earning above 50K of everybody, (N,)."""
    device = next(model.parameters()).device
    logits = model(encoding.encode(people).to(device)).double().cpu()
    return (logits[:, 1] - logits[:, 0]).numpy()


@dataclass(frozen=True, kw_only=True)
class AdultIncome(Recipe):
    """An MLP on the census table."""

    attribute: Annotated[str, Help("column by which people are grouped: sex, race, age, ...")] = (
        "sex"
    )
    without: Annotated[tuple[str, ...], Help("columns that the network does not see")] = ()
    repair: Annotated[
        Literal["none", "reweigh", "penalty"],
        Help("fairness repair of the loss: weights per group, or a penalty on the gap"),
    ] = "none"
    penalty: Annotated[
        float | None, Help("with --repair penalty: its weight in the loss, at least 0 (default: 5)")
    ] = None
    val_fraction: ValFraction = 0.1
    model: MLPConfig = field(default_factory=lambda: MLPConfig(hidden=(64, 32)))

    info_type = TableInfo
    fixed = ("model.in_features", "model.n_classes")

    def __post_init__(self) -> None:
        require_fraction(self, "val_fraction")
        if self.penalty is not None and self.repair != "penalty":
            raise UserError(
                f"{spelled('penalty')} belongs to {spelled('repair', 'penalty')}, and "
                f"{given('repair', self.repair)}: leave it out."
            )
        require_not_negative(self, "penalty")

    def load(self) -> tuple[Table, Table | None, Table]:
        """Read the training, validation and test people."""
        train, test = load_adult("train"), load_adult("test")
        if not self.val_fraction:
            return train, None, test
        labels = torch.from_numpy(train.labels)
        held_out = stratified(labels, len(CLASSES), self.val_fraction, seed=0).numpy()
        return train.subset(~held_out), train.subset(held_out), test

    def build(self, device: torch.device) -> AdultTask:
        """Read the table, encode it, weigh the people."""
        train, validation, test = self.load()
        groups = train.groups(self.attribute)
        encoding = Encoding.learn(train, self.without)
        weights = np.ones(len(train))
        if self.repair == "reweigh":
            # Weights change what the network learns; at its threshold of one half nothing is
            # touched.
            weights = balancing_weights(train.labels, groups)
        names, numbers = np.unique(groups, return_inverse=True)
        info = TableInfo(
            features=tuple(encoding.names),
            classes=tuple(CLASSES),
            groups=tuple(names.tolist()),
            centre=encoding.centre,
            scale=encoding.scale,
            values={name: tuple(values) for name, values in encoding.values.items()},
        )
        batches = TensorBatches(
            encoding.encode(train),
            torch.from_numpy(train.labels),
            torch.from_numpy(weights).float(),
            torch.from_numpy(numbers),
            batch_size=self.train.batch_size,
            seed=self.train.seed,
            device=device,
        )
        penalty = 0.0
        if self.repair == "penalty":
            penalty = PENALTY if self.penalty is None else self.penalty
        model = self.build_model(info)
        return AdultTask(model, batches, validation, test, encoding, self.attribute, penalty, info)

    def build_model(self, info: TableInfo) -> nn.Module:
        """Build an MLP for this table."""
        n_features, n_classes = len(info.features), len(info.classes)
        return MLP(replace(self.model, in_features=n_features, n_classes=n_classes))


RECIPES: dict[str, Recipe] = {
    "adult-mlp": AdultIncome(
        train=TrainConfig(
            epochs=5,
            batch_size=256,
            threads=1,
            optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.01),
        ),
    ),
}
