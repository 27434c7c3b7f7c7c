"""The task of a table: classes by cross-entropy, quantities by squared error.

Shapes: B batch, N rows, F features, K classes.
"""

import hashlib
import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import OwnTableInfo
from gradatim.data.vision.batches import TensorBatches
from gradatim.models.own_classes import OwnQuantity
from gradatim.training import Task

COVERED = 0.9  # fraction of unseen rows inside the interval of a quantity


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

    def fingerprint(self) -> dict[str, int | str]:
        """How many rows, and the SHA-256 of what the network sees of them and of the targets."""
        sha = hashlib.sha256(self.features.contiguous().numpy().data)
        sha.update(self.targets.contiguous().numpy().data)
        return {"size": len(self), "sha256": sha.hexdigest()}


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
