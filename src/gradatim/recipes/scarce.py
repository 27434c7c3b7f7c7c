"""Scarce data: what a few labelled pictures a class are worth, and what unlabelled ones add.

From scratch, with augmentation, or on features that were learned without labels: two changed views
of a picture should have features that are more alike than those of other pictures (SimCLR, Chen et
al. 2020, arXiv:2002.05709, equation 1). On these features: a linear layer, fine-tuning, or no
training at all: the nearest mean of a class, or labels that flow from picture to picture
(`gradatim.recipes.propagation`).

Shapes: B batch, N images, C channels, H and W height and width, D features, K classes.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.batches import Normaliser, TensorBatches, device_batches
from gradatim.data.images import ImageSet, channel_statistics
from gradatim.data.order import seeded
from gradatim.errors import UserError
from gradatim.models.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.base import Recipe, open_run
from gradatim.recipes.shift import few_of_each
from gradatim.training import Task

PROJECTION = 64  # numbers in which two views are compared


def view(images: Tensor, closest: float = 0.8) -> Tensor:
    """Change each picture at random: zoom, stretch, turn, mirror, brightness and contrast.

    Args:
        images: (B, C, H, W).
        closest: smallest share of the width that is shown; the largest is 1.15.
    """
    B = len(images)

    def draw() -> Tensor:
        return 2 * torch.rand(B, device=images.device) - 1

    size, ratio = closest + (1.15 - closest) * (1 + draw()) / 2, 1.15 ** draw()
    wide, high, angle = size * ratio, size / ratio, math.radians(10) * draw()
    side = torch.where(draw() < 0, -1.0, 1.0)
    across, down = ((1.05 - s).clamp(min=0.05) * draw() for s in (wide, high))
    top = torch.stack([side * wide * angle.cos(), -wide * angle.sin(), across], 1)
    bottom = torch.stack([side * high * angle.sin(), high * angle.cos(), down], 1)
    grid = F.affine_grid(torch.stack([top, bottom], 1), list(images.shape), align_corners=False)
    turned = F.grid_sample(images, grid, padding_mode="border", align_corners=False)
    darkest = turned.amin((1, 2, 3), keepdim=True)  # (B, 1, 1, 1)
    span = (turned.amax((1, 2, 3), keepdim=True) - darkest).clamp(min=1e-6)
    gamma, contrast = 2 ** draw(), 1 + 0.4 * draw()
    share = ((turned - darkest) / span).clamp(min=1e-4) ** gamma[:, None, None, None]
    return darkest + contrast[:, None, None, None] * span * share


def contrastive_loss(first: Tensor, second: Tensor, temperature: float = 0.2) -> Tensor:
    """Cross-entropy of finding a picture's other view among all views of the batch.

    Args:
        first, second: projections of the two views, (B, D).
        temperature: below 1 sharpens the comparison.
    """  # fmt: skip
    z = F.normalize(torch.cat([first, second]), dim=1)  # (2 B, D)
    likeness = z @ z.T / temperature  # (2 B, 2 B)
    likeness = likeness.masked_fill(torch.eye(len(z), dtype=torch.bool, device=z.device), -1e9)
    B = len(first)
    partner = torch.arange(2 * B, device=z.device).roll(B)
    return F.cross_entropy(likeness, partner)


def features(model: nn.Module, images: Tensor) -> Tensor:
    """The last maps of the network, each of length 1; (B, D)."""
    return F.normalize(model.stages(images).flatten(1), dim=1)  # type: ignore[operator]


def nearest_mean(seen: Tensor, labels: Tensor, asked: Tensor) -> Tensor:
    """Answer with the class whose labelled pictures have the nearest mean of features, (N,).

    Args:
        seen: features of the labelled pictures, of length 1, (M, D).
        labels: their classes, each there at least once, (M,).
        asked: features of the pictures asked about, of length 1, (N, D).
    """
    means = torch.stack([seen[labels == k].mean(0) for k in labels.unique()])
    return (asked @ F.normalize(means, dim=1).T).argmax(1)


class ViewsTask(Task):
    """Learn features without labels.

    Args:
        model: with `stages` and a projection as its `head`.
        batches: of bytes.
        normalise: bytes to floats.
        held_out: images for the evaluation, uint8 (N, C, H, W).
        closest: see `view`.
        facts: see `Task.facts`.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        normalise: Normaliser,
        held_out: Tensor,
        closest: float,
        facts: dict[str, Any],
    ) -> None:
        self.model, self.batches, self.normalise = model, batches, normalise
        self.held_out, self.closest, self.facts = held_out, closest, facts

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Contrastive loss of two views."""
        images = self.normalise(batch[0].permute(0, 2, 3, 1))
        return self._compare(images), {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Contrastive loss on pictures that were not learned from, always with the same views."""
        images = self.normalise(self.held_out.permute(0, 2, 3, 1))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            return {"loss": self._compare(images).item()}

    def _compare(self, images: Tensor) -> Tensor:
        both = self.model(torch.cat([view(images, self.closest), view(images, self.closest)]))
        return contrastive_loss(*both.float().chunk(2))


class FewTask(Task):
    """Learn from a few labelled pictures.

    Args:
        model: with `stages` and `head`.
        batches: of bytes and labels.
        recipe: how.
        test: images and labels.
        statistics: mean and standard deviation of each channel.
        facts: see `Task.facts`.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        recipe: "ScarceRecipe",
        test: ImageSet,
        statistics: tuple[Tensor, Tensor],
        facts: dict[str, Any],
    ) -> None:
        self.model, self.batches, self.recipe = model, batches, recipe
        self.test, self.facts, self.statistics = test, facts, statistics
        self.device = batches.device
        self.normalise = Normaliser(*statistics, test.images.shape[3], batches.device)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy."""
        images = self.normalise(batch[0].permute(0, 2, 3, 1))
        if self.recipe.method in ("augmented", "fine-tuned"):
            images = view(images)
        if self.recipe.method == "frozen":
            self.model.eval()  # batch norm must not learn either
        loss = F.cross_entropy(self.model(images), batch[1])
        self.model.train()
        return loss, {}

    def parameter_groups(self) -> list[dict[str, Any]] | None:
        """With frozen features only the last layer learns; fine-tuned ones learn slowly."""
        head = {"params": list(self.model.head.parameters())}  # type: ignore[union-attr]
        if self.recipe.method == "frozen":
            return [head]
        if self.recipe.method == "fine-tuned":
            slow = 0.1 * self.recipe.learning_rate
            return [head, {"params": list(self.model.stages.parameters()), "lr": slow}]  # type: ignore[union-attr]
        return None

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy on the test set."""
        parts = device_batches(self.test.images, *self.statistics, device=self.device)
        logits = torch.cat([self.model(part) for part in parts]).cpu()
        accuracy = (logits.argmax(1) == self.test.labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, self.test.labels).item(), "accuracy": accuracy}


@dataclass(frozen=True, kw_only=True)
class ViewsRecipe(Recipe):
    """Features without labels."""

    data: str = "fashion-mnist"  # pictures: fashion-mnist, cifar-10, mnist or digits
    images: int = 60_000  # unlabelled pictures; all if there are fewer
    closest: float = 0.8  # smallest share of a picture's width that a view shows
    widths: tuple[int, ...] = (32, 64, 128)  # feature maps of each stage

    def check(self) -> None:
        """Check the part that a view shows."""
        if not 0 < self.closest <= 1:
            raise UserError(f"closest is {self.closest}: give a share above 0, at most 1.")

    def build(self, device: torch.device) -> ViewsTask:
        """Load the pictures without their labels."""
        train, test = load(self.data, "train"), load(self.data, "test")
        rows = torch.randperm(len(train), generator=seeded(self.seed))[: self.images]
        pictures = train.images[rows]
        statistics = channel_statistics(train.images)
        facts = {"data": self.data, "shape": list(pictures.shape[1:])}
        batches = TensorBatches(pictures, batch_size=self.batch_size, seed=self.seed, device=device)
        normalise = Normaliser(*statistics, pictures.shape[3], device)
        held_out = test.images[:512].to(device)
        return ViewsTask(self.model(facts), batches, normalise, held_out, self.closest, facts)

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network with its projection."""
        return network(facts["shape"], self.widths, (256,), PROJECTION)


@dataclass(frozen=True, kw_only=True)
class ScarceRecipe(Recipe):
    """A few labelled pictures a class."""

    data: str = "fashion-mnist"  # fashion-mnist, cifar-10, mnist or digits
    per_class: int = 10  # labelled pictures of each class
    method: Literal["scratch", "augmented", "frozen", "fine-tuned"] = "scratch"
    start: str = ""  # run folder of features learned without labels, for the last two methods
    widths: tuple[int, ...] = (32, 64, 128)  # feature maps of each stage

    def check(self) -> None:
        """Check that there are pictures, and features where they are needed."""
        if self.per_class < 1:
            raise UserError(
                f"per_class is {self.per_class}: give at least 1 picture of each class."
            )
        if (self.method in ("frozen", "fine-tuned")) != bool(self.start):
            raise UserError(
                "frozen and fine-tuned need --start RUN, a run of fashion-views or cifar10-views; "
                "scratch and augmented start from nothing."
            )

    def build(self, device: torch.device) -> FewTask:
        """Draw the labelled pictures."""
        train, test = load(self.data, "train"), load(self.data, "test")
        few = few_of_each(train, self.per_class, self.seed)
        statistics = channel_statistics(train.images)
        facts = {
            "data": self.data,
            "classes": list(train.classes),
            "shape": list(train.images.shape[1:]),
            "mean": statistics[0].tolist(),
            "std": statistics[1].tolist(),
        }
        size = min(self.batch_size, len(few))
        batches = TensorBatches(
            few.images, few.labels, batch_size=size, seed=self.seed, device=device
        )
        model = self.model(facts)
        if self.start:
            recipe, learned, known, run = open_run(self.start)
            if not isinstance(recipe, ViewsRecipe):
                raise UserError(
                    f"{self.start} is a run of {run.config['recipe']}: --start takes a run of "
                    "fashion-views or cifar10-views."
                )
            if (known["shape"], recipe.widths) != (facts["shape"], self.widths):
                raise UserError(
                    f"{self.start} learned from pictures {known['shape']} with widths "
                    f"{recipe.widths}; {self.data} has pictures {facts['shape']} and this recipe "
                    f"widths {self.widths}: give a run that agrees."
                )
            model.stages.load_state_dict(learned.stages.state_dict())  # type: ignore[union-attr]
            model.stages.requires_grad_(self.method != "frozen")
        return FewTask(model, batches, self, test, statistics, facts)

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network: stages and one linear layer."""
        return network(facts["shape"], self.widths, (), len(facts["classes"]))


def network(
    shape: list[int], widths: tuple[int, ...], hidden: tuple[int, ...], n_outputs: int
) -> ConvNet:
    """A small convolutional network with batch norm."""
    sizes = ConvNetConfig(
        in_channels=shape[0], image_size=shape[1], n_classes=n_outputs, widths=widths,
        kernel_sizes=(3,) * len(widths), same_padding=True, hidden=hidden, batch_norm=True,
    )  # fmt: skip
    return ConvNet(sizes).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


_FEW: dict[str, Any] = {"steps": 150, "batch_size": 64, "learning_rate": 5e-3}
_VIEWS: dict[str, Any] = {
    "epochs": 2.0, "batch_size": 512, "learning_rate": 3e-3, "weight_decay": 0.01,
    "evaluate_every": 500,
}  # fmt: skip
SCARCE_RECIPES: dict[str, Recipe] = {
    "fashion-views": ViewsRecipe(
        **_VIEWS, expect="features learned without labels; 140 s of one processor in bfloat16"
    ),
    "cifar10-views": ViewsRecipe(
        data="cifar-10", closest=0.5, **_VIEWS, expect="features learned without labels"
    ),
    "fashion-few": ScarceRecipe(
        **_FEW, evaluate_every=150, expect="ten labelled pictures a class; see `gradatim beyond`"
    ),
    "cifar10-few": ScarceRecipe(
        data="cifar-10", **_FEW, evaluate_every=150,
        expect="ten labelled pictures a class; see `gradatim beyond`",
    ),
}  # fmt: skip
