"""Colored digits: a classifier that learns color instead of shape, and two repairs.

In training nearly every small digit has one color and every large one the other. Reversed at test
time, the color misleads. Each repair has a price.

Shapes: B batch, N images, G groups, K classes.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.batches import Normalizer, TensorBatches, device_batches
from gradatim.data.vision.colored_digits import GROUPS, ColorizedDigits, colorize
from gradatim.data.vision.image_set import split_off
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.vision.classification import image_info
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.training.losses.group_dro import group_dro_loss

VAL_FRACTION = 0.1  # of the training digits, measured during the run


class BothColors(NamedTuple):
    """The same digits twice."""

    same: ColorizedDigits  # with the colors of training
    other: ColorizedDigits  # with reversed colors


class ColoredTask(Task):
    """Small or large digit? Each group can count as much as every other, or the worst one most.

    Args:
        model: images (B, 3, H, W) to logits (B, 2).
        batches: of bytes, labels and groups.
        info: classes, shape and statistics of the images.
        validation: images that are measured during the run, with the colors of training and with
            reversed ones.
        test: likewise, measured once, at its end.
        repair: none, reweigh or group-dro.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        info: ImageInfo,
        validation: BothColors,
        test: BothColors,
        repair: str,
    ) -> None:
        self.model, self.batches, self.info = model, batches, info
        self.mean, self.std, self.device = *info.statistics, batches.device
        width = test.same.images.images.shape[3]
        self.normalize = Normalizer(*info.statistics, width, batches.device)
        self.validation, self.test, self.repair = validation, test, repair
        self.n_test = len(test.other.images)
        counts = batches.tensors[2].bincount(minlength=len(GROUPS)).float()
        there = counts > 0
        # Weights of mean 1 over the images: the loss keeps its scale, and so does the learning
        # rate.
        self.balance = there * counts.sum() / (counts.clamp_min(1) * there.sum())  # (G,)
        # Equal at the start; group DRO raises the weight of the group that is worst (Sagawa et al.
        # 2020).
        self.q = there.float() / there.sum()  # weight of each group, (G,)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Mean cross-entropy; reweighted by group; or group DRO."""
        pixels, labels, groups = batch
        logits = self.model(self.normalize(pixels.permute(0, 2, 3, 1)))
        losses = F.cross_entropy(logits, labels, reduction="none")  # (B,)
        accuracy = {"accuracy": (logits.detach().argmax(1) == labels).float().mean()}
        if self.repair == "none":
            return losses.mean(), accuracy
        if self.repair == "reweigh":
            return (self.balance[groups] * losses).mean(), accuracy
        loss, self.q = group_dro_loss(losses, groups, self.q)
        return loss, accuracy

    def state_dict(self) -> dict[str, Any]:
        """Keep the weights of the groups."""
        return {"q": self.q}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take them back."""
        self.q = state["q"].to(self.q)

    def logits(self, colorized: ColorizedDigits) -> Tensor:
        """Run the model over a set, (N, 2)."""
        pixels = colorized.images.images
        parts = device_batches(pixels, self.mean, self.std, device=self.device)
        return torch.cat([self.model(part) for part in parts]).cpu()

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy with colors as in training, reversed, and of the worst group.

        A small test set may hold nobody of a rare group: the worst is one of those that are there.
        """
        same, other = self.test if final else self.validation
        groups = other.groups
        logits = self.logits(other)
        right = (logits.argmax(1) == other.images.labels).float()
        familiar = self.logits(same).argmax(1) == same.images.labels
        return {
            "loss": F.cross_entropy(logits, other.images.labels).item(),
            "accuracy": right.mean().item(),
            "accuracy_same_colors": familiar.float().mean().item(),
            "worst_group": min(right[groups == g].mean().item() for g in groups.unique()),
        }


@dataclass(frozen=True, kw_only=True)
class ColoredDigits(Recipe):
    """A small convolutional network on colorized digits."""

    data: Annotated[str, Help("gray digits that are colorized: mnist or digits")] = "mnist"
    images: Annotated[int, Help("training images, at least 1; few are enough to learn color")] = (
        10_000
    )
    agreement: Annotated[
        float,
        Help("fraction of training images whose color agrees with the label, above 0 to below 1"),
    ] = 0.99
    repair: Annotated[
        Literal["none", "reweigh", "group-dro"],
        Help("loss over groups: their mean, weights per group, or group DRO"),
    ] = "none"

    info_type = ImageInfo

    def __post_init__(self) -> None:
        if not 0 < self.agreement < 1:
            raise UserError(
                f"{given('agreement', self.agreement)}: give a number above 0 and below 1, so that "
                "no group is empty."
            )
        if self.images < 1:
            raise UserError(f"{given('images', self.images)}: give at least 1.")

    def build(self, device: torch.device) -> ColoredTask:
        """Colorize the digits: alike in training and one test, the other way round in another."""
        seed = self.train.seed
        train, test = load(self.data, "train"), load(self.data, "test")
        # Before the digits are colored: the same digits are held out for every seed and repair.
        train, validation = split_off(train, VAL_FRACTION, seed=0)
        rows = torch.randperm(len(train), generator=torch_generator(seed))[: self.images]
        colored = colorize(train.subset(rows), self.agreement, seed)
        info = image_info(colored.images.name, colored.images)
        batches = TensorBatches(
            colored.images.images,
            colored.images.labels,
            colored.groups,
            batch_size=self.train.batch_size,
            seed=seed,
            device=device,
        )
        # Twice the same digits: what differs between the two accuracies is the color alone.
        rates = (self.agreement, 1 - self.agreement)
        held_out, asked = (
            BothColors(*(colorize(digits, rate, 0) for rate in rates))
            for digits in (validation, test)
        )
        model = self.build_model(info)
        return ColoredTask(model, batches, info, held_out, asked, self.repair)

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network for images of this size."""
        sizes = ConvNetConfig(
            in_channels=3,
            image_size=info.shape[1],
            n_classes=2,
            widths=(16, 32),
            kernel_sizes=(3, 3),
            same_padding=True,
            hidden=(64,),
        )
        return ConvNet(sizes).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


RECIPES: dict[str, Recipe] = {
    "colored-digits": ColoredDigits(
        train=TrainConfig(epochs=5, batch_size=128, optim=OptimizerConfig(learning_rate=2e-3)),
    ),
}
