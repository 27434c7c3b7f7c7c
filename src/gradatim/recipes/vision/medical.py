"""Medical images: a small network, and everything that must be asked before it is believed.

PneumoniaMNIST (chest X-rays of children) and BreastMNIST (ultrasound), 28x28, official splits. The
test X-rays are not like the others: fewer are ill, and their exposure differs, which is why
brightness and contrast are varied in training, and why a threshold that is perfect on validation
data is not on the test set.

Shapes: B batch, N images, C channels, H and W height and width, K = 2 classes, M members.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import ImageBatches
from gradatim.data.vision.image_set import ImageSet, channel_statistics
from gradatim.errors import UserError
from gradatim.insight.binary_metrics import area_under_roc
from gradatim.insight.calibration import calibration_error
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes.runs import open_start
from gradatim.recipes.vision.classification import Classification, ImageRecipe, ResNetRecipe


class Ensemble(nn.Module):
    """Several networks and their mirror images: the mean of all their logits is the answer.

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


class Diagnosis(Classification):
    """Classification that is also measured as a test for an illness."""

    positive: int  # the class that counts as ill

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of every member."""
        images, labels = batch
        logits = self.model(images)  # (M B, K)
        labels = labels.repeat(len(logits) // len(labels), *[1] * (labels.ndim - 1))
        loss = F.cross_entropy(logits, labels, label_smoothing=self.label_smoothing)
        classes = labels if labels.ndim == 1 else labels.argmax(1)
        return loss, {"accuracy": (logits.detach().argmax(1) == classes).float().mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy, area under the ROC curve, calibration error."""
        images = self.test if final else self.held_out
        metrics = super().evaluate(final)
        logits = self.logits(images).cpu()
        truth, score = ill_or_not(logits, images.labels.cpu(), self.positive)
        metrics["auc"] = area_under_roc(truth, score)
        return metrics | {"calibration_error": calibration_error(logits, images.labels.cpu())}


def ill_or_not(logits: Tensor, labels: Tensor, positive: int) -> tuple[np.ndarray, np.ndarray]:
    """Truth (1 is ill) and score (log odds of being ill), (N,) each, from logits (N, 2)."""
    score = logits[:, positive] - logits[:, 1 - positive]
    return (labels == positive).long().numpy(), score.double().numpy()


def stamped(images: ImageSet, share: tuple[float, float], seed: int) -> ImageSet:
    """Put a small bright mark into the corner of some images: a shortcut.

    Args:
        images: grey images (N, 1, H, W).
        share: of the images of class 0 and of class 1 that get the mark, 0 to 1.
        seed: of the choice.
    """
    generator = torch.Generator().manual_seed(seed)
    chance = torch.tensor(share)[images.labels]
    chosen = torch.rand(len(images), generator=generator) < chance  # (N,)
    marked = images.images.clone()
    marked[chosen, :, 1:4, 1:4] = 255
    return ImageSet(images.name, images.split, marked, images.labels, images.classes)


@dataclass(frozen=True, kw_only=True)
class MedicalRecipe(ImageRecipe):
    """A small residual network, or several, on one of MedMNIST's yes-or-no questions."""

    members: int = 1  # networks whose answers are averaged
    widths: tuple[int, ...] = (16, 32, 64)  # feature maps of each stage
    start: str = ""  # run folder of a network of photographs, whose blocks the members begin with
    mark_ill: float = 0.0  # share of ill training images with a mark in the corner
    mark_healthy: float = 0.0  # share of healthy training images with it
    positive: int = 1  # number of the class that counts as ill

    def check(self) -> None:
        """Check members, shares of marks, and the number of the class."""
        if self.members < 1:
            raise UserError(f"members is {self.members}: give at least 1 network.")
        for name in ("mark_ill", "mark_healthy"):
            if not 0 <= getattr(self, name) <= 1:
                raise UserError(f"{name} is {getattr(self, name)}: give a share from 0 to 1.")
        if self.positive not in (0, 1):
            raise UserError(f"positive is {self.positive}: there are two classes, 0 and 1.")

    def build(self, device: torch.device) -> Diagnosis:
        """Load the official splits; during the run the validation images are measured."""
        train, validation, test = (load(self.data, s) for s in ("train", "validation", "test"))
        shares = (self.mark_healthy, self.mark_ill)
        if any(shares):
            shares = shares if self.positive else shares[::-1]
            train, validation = (stamped(s, shares, self.seed) for s in (train, validation))
        mean, std = channel_statistics(train.images)
        facts = {
            "data": self.data,
            "classes": list(train.classes),
            "shape": list(train.images.shape[1:]),
            "mean": mean.tolist(),
            "std": std.tolist(),
        }
        batches = ImageBatches(
            train.images, train.labels, batch_size=self.batch_size,
            augmentation=Augmentation(
                flip=self.flip, shift=self.shift, rotation=self.rotation, colour=self.colour,
                cutout=self.cutout, mixup=self.mixup,
            ),
            seed=self.seed, device=device, mean=mean, std=std,
        )  # fmt: skip
        model = self.model(facts)
        if self.start:
            self._take_over(model)
        task = Diagnosis(model, batches, validation, test, self.label_smoothing, facts)
        task.positive = self.positive
        return task

    def _take_over(self, model: nn.Module) -> None:
        """Let every member begin with the blocks of the run's network; the last layer is new."""
        recipe, learned, facts = open_start(self.start, ResNetRecipe, "cifar10-grey")
        blocks = {n: w for n, w in learned.state_dict().items() if not n.startswith("fc.")}
        for member in model.members:  # type: ignore[union-attr]
            own = member.state_dict()
            if any(n not in own or own[n].shape != w.shape for n, w in blocks.items()):
                raise UserError(
                    f"{self.start} learned from pictures {facts['shape']} with widths "
                    f"{recipe.widths} and depths {recipe.depths}; this recipe reads one channel "
                    f"with widths {self.widths} and one block each: give a run that agrees."
                )
            member.load_state_dict(blocks, strict=False)

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the members."""
        sizes = ResNetConfig(
            in_channels=facts["shape"][0], n_classes=2, widths=self.widths,
            depths=(1,) * len(self.widths),
        )  # fmt: skip
        members = [ResNet(sizes) for _ in range(self.members)]
        model = Ensemble(members)
        return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


MEDICAL_RECIPES: dict[str, ImageRecipe] = {
    "cifar10-grey": ResNetRecipe(
        data="cifar-10-grey", depths=(1, 1, 1), flip=True, shift=3, rotation=15.0, colour=0.3,
        label_smoothing=0.1, epochs=4.0, batch_size=256, learning_rate=5e-3, weight_decay=0.05,
        expect="64 % on grey photographs: blocks for a medical network to start from; 110 s",
    ),
    "pneumonia": MedicalRecipe(
        data="pneumoniamnist", positive=1, flip=True, shift=3, rotation=15.0, colour=0.6,
        label_smoothing=0.1, epochs=12.0, batch_size=128, learning_rate=5e-3, weight_decay=0.05,
        ema=0.99, expect="AUC 0.97, accuracy 90 % on MedMNIST's test split; 80 to 110 s",
    ),
    "breast": MedicalRecipe(
        data="breastmnist", positive=0, flip=True, shift=3, rotation=20.0, colour=0.2,
        label_smoothing=0.1, epochs=60.0, batch_size=64, learning_rate=5e-3, weight_decay=0.05,
        ema=0.99, members=3,
        expect="AUC 0.90, accuracy 84 % on MedMNIST's test split; three networks, 85 s of a core",
    ),
}  # fmt: skip
