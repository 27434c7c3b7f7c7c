"""Tables: income from the census (UCI Adult)."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.adult import CLASSES, Encoding, Table, load_adult
from gradatim.data.vision.batches import TensorBatches
from gradatim.insight.binary_metrics import area_under_roc
from gradatim.insight.fairness import balancing_weights, gaps
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.recipes.base import Recipe
from gradatim.training import Task


class AdultTask(Task):
    """Who earns above 50K? Cross-entropy with weights, and how groups fare.

    Args:
        model: people (B, F) to logits (B, 2).
        batches: of features, labels, weights and groups.
        test: people of the test set.
        features: of them, (N, F).
        attribute: by which people are grouped.
        penalty: weight of the groups' difference in mean score.
        facts: see `Task.facts`.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        test: Table,
        features: Tensor,
        attribute: str,
        penalty: float,
        facts: dict[str, Any],
    ) -> None:
        self.model, self.batches, self.facts = model, batches, facts
        self.test, self.features, self.attribute = test, features, attribute
        self.penalty = penalty

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Weighted cross-entropy, and the squared distance of the groups' mean probability."""
        x, labels, weights, groups = batch
        logits = self.model(x)  # (B, 2)
        loss = (weights * F.cross_entropy(logits, labels, reduction="none")).mean()
        if self.penalty:
            share = logits.softmax(1)[:, 1]
            there = [share[groups == g].mean() for g in groups.unique()]
            loss = loss + self.penalty * torch.stack(there).var(correction=0)
        return loss, {"accuracy": (logits.detach().argmax(1) == labels).float().mean()}

    def scores(self) -> np.ndarray:
        """Log odds of earning above 50K of everybody in the test set, (N,)."""
        device = next(self.model.parameters()).device
        logits = self.model(self.features.to(device)).double().cpu()
        return (logits[:, 1] - logits[:, 0]).numpy()

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy, AUC and gaps between the groups."""
        score, truth = self.scores(), self.test.labels
        answer = (score > 0).astype(int)
        found = gaps(truth, answer, self.test.groups(self.attribute))
        loss = F.binary_cross_entropy_with_logits(
            torch.from_numpy(score), torch.from_numpy(truth).double()
        )
        return {
            "loss": loss.item(),
            "accuracy": float((answer == truth).mean()),
            "auc": area_under_roc(truth, score),
            **found._asdict(),
        }


@dataclass(frozen=True, kw_only=True)
class AdultRecipe(Recipe):
    """An MLP on the census table."""

    attribute: str = "sex"  # by which people are grouped: sex, race, age, ...
    without: tuple[str, ...] = ()  # columns that the network does not see
    repair: Literal["none", "reweigh", "penalty"] = "none"  # what training does about the groups
    penalty: float = 5.0  # weight of the groups' difference, for the repair of that name
    hidden: tuple[int, ...] = (64, 32)  # neurons of each hidden layer

    def build(self, device: torch.device) -> AdultTask:
        """Read the table, encode it, weigh the people."""
        train, test = load_adult("train"), load_adult("test")
        groups = train.groups(self.attribute)
        encoding = Encoding.learn(train, self.without)
        weights = np.ones(len(train))
        if self.repair == "reweigh":
            weights = balancing_weights(train.labels, groups)
        names, numbers = np.unique(groups, return_inverse=True)
        facts = {
            "features": list(encoding.names),
            "classes": list(CLASSES),
            "groups": names.tolist(),
            "centre": encoding.centre,
            "scale": encoding.scale,
            "values": {k: list(v) for k, v in encoding.values.items()},
        }
        batches = TensorBatches(
            encoding.encode(train),
            torch.from_numpy(train.labels),
            torch.from_numpy(weights).float(),
            torch.from_numpy(numbers),
            batch_size=self.batch_size,
            seed=self.seed,
            device=device,
        )
        penalty = self.penalty if self.repair == "penalty" else 0.0
        return AdultTask(
            self.model(facts), batches, test, encoding.encode(test), self.attribute, penalty, facts
        )

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build an MLP for this table."""
        n_inputs = len(facts["features"])
        return MLP(MLPConfig(in_features=n_inputs, hidden=self.hidden, n_classes=2))
