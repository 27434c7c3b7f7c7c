"""Scarce data: what a few labels per class are worth, and what unlabeled images add.

From scratch, with augmentation, or on features that were learned without labels (`simclr`). On
these features: a linear layer, fine-tuning, or no training at all: the nearest mean of a class, or
label propagation (`gradatim.experiments.label_propagation`). And FixMatch (`fixmatch`), which
labels the other images itself.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

import torch
from torch import nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.sampler import whole_batch
from gradatim.data.vision.batches import TensorBatches
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.recipes.base import Recipe
from gradatim.recipes.runs import open_start
from gradatim.recipes.vision.classification import image_info
from gradatim.recipes.vision.domain_adaptation import SourceAndTarget, few_of_each
from gradatim.recipes.vision.low_label.fixmatch import FixMatchTask
from gradatim.recipes.vision.low_label.simclr import SimCLR, network
from gradatim.recipes.vision.low_label.task import LowLabelTask
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.validation import require_sizes

UNLABELED = 256  # images per step of FixMatch, where nothing was said


@dataclass(frozen=True, kw_only=True)
class LowLabel(Recipe):
    """A few labeled images per class."""

    data: Annotated[str, Help("fashion-mnist, cifar-10, mnist, digits, or a folder of images")] = (
        "fashion-mnist"
    )
    labels_per_class: Annotated[int, Help("labeled images of each class, at least 1")] = 10
    method: Annotated[
        Literal["scratch", "augmented", "frozen", "fine-tuned", "fixmatch"],
        Help("from scratch, augmentation, last layer only, fine-tuning all layers, or FixMatch"),
    ] = "scratch"
    init_from: Annotated[
        str, Help("run folder of features learned without labels, for the last three methods")
    ] = ""
    unlabeled_batch_size: Annotated[
        int | None, Help("unlabeled images per step, for fixmatch, at least 1 (default: 256)")
    ] = None
    widths: Annotated[tuple[int, ...], Help("feature maps of each stage, at least 1")] = (
        32,
        64,
        128,
    )

    info_type = ImageInfo
    fixed = (
        "train.evaluate_every",
        "train.evaluate_seconds",
        "train.patience",
    )  # it is measured at its end only

    def __post_init__(self) -> None:
        require_sizes(self, "labels_per_class", "widths")
        if self.unlabeled_batch_size is not None and self.method != "fixmatch":
            raise UserError(
                f"{spelled('unlabeled_batch_size')} belongs to fixmatch, and "
                f"{given('method', self.method)}: leave it out."
            )
        if self.unlabeled_batch_size is not None and self.unlabeled_batch_size < 1:
            raise UserError(
                f"{given('unlabeled_batch_size', self.unlabeled_batch_size)}: give at least 1 "
                "image."
            )
        if self.method in ("scratch", "augmented") and self.init_from:
            raise UserError(
                f"{given('method', self.method)}, which starts from random weights: leave "
                f"{spelled('init_from')} out."
            )

    def build(self, device: torch.device) -> LowLabelTask:
        """Draw the labeled images."""
        if self.method in ("frozen", "fine-tuned") and not self.init_from:
            raise UserError(
                f"{given('method', self.method)}: add {spelled('init_from', 'RUN')}, a run of "
                "fashion-simclr or cifar10-simclr."
            )
        seed = self.train.seed
        train, test = load(self.data, "train"), load(self.data, "test")
        few = few_of_each(train, self.labels_per_class, seed)
        info = image_info(self.data, train)
        # Ten labels per class can be fewer than a batch.
        size = whole_batch(self.train.batch_size, len(few))
        batches = TensorBatches(few.images, few.labels, batch_size=size, seed=seed, device=device)
        model = self.build_model(info)
        if self.init_from:
            self._load_stages(model, info)
        if self.method == "fixmatch":
            size = whole_batch(self.unlabeled_batch_size or UNLABELED, len(train))
            others = TensorBatches(train.images, batch_size=size, seed=seed, device=device)
            return FixMatchTask(model, SourceAndTarget(batches, others), self.method, test, info)
        return LowLabelTask(model, batches, self.method, test, info)

    def _load_stages(self, model: nn.Module, info: ImageInfo) -> None:
        """Start from the stages of the run that is named."""
        recipe, learned, known = open_start(
            self.init_from, SimCLR, "fashion-simclr or cifar10-simclr"
        )
        if (known.shape, recipe.widths) != (info.shape, self.widths):
            raise UserError(
                f"{self.init_from} was trained on images of shape {known.shape} with widths "
                f"{recipe.widths}; {self.data} has images of shape {info.shape} and this recipe "
                f"widths {self.widths}: give a run that agrees."
            )
        model.stages.load_state_dict(learned.stages.state_dict())  # type: ignore[union-attr]
        model.stages.requires_grad_(self.method != "frozen")

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network: stages and one linear layer."""
        return network(info.shape, self.widths, (), len(info.classes))


TRAIN = TrainConfig(steps=150, batch_size=64, optim=OptimizerConfig(learning_rate=5e-3))
FIXMATCH_TRAIN = TrainConfig(
    steps=1200,
    batch_size=64,
    ema_decay=0.995,
    optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.02),
    lr_schedule=ScheduleConfig(warmup=0.1),
)
RECIPES: dict[str, Recipe] = {
    "fashion-low-label": LowLabel(train=TRAIN),
    "fashion-fixmatch": LowLabel(method="fixmatch", train=FIXMATCH_TRAIN),
    "cifar10-low-label": LowLabel(data="cifar-10", train=TRAIN),
}
