"""An unseen data set: digits learned from one post office, read at another, and four repairs.

MNIST and USPS show the same ten digits in another frame, with another pen. Both are brought to
16x16 pixels and nothing else is done to make them alike. The repairs:

- augmentation: stretch, turn and move the pictures of the source;
- AdaBN: take batch norm's mean and variance from the target (Li et al. 2016, arXiv:1603.04779);
- alignment: make the features' covariance equal (deep CORAL, Sun and Saenko 2016,
  arXiv:1607.01719), or let the network teach itself on the target: learn from its own sure answers
  (pseudo-labels, Lee 2013) and be sure of each picture but, over all of them, use every class
  (information maximisation, Liang et al. 2020, arXiv:2002.08546, equation 3). Without the second
  half the sure answers may all become the same one;
- the same frame: cut both sets to their ink, which needs no learning at all, only a look;
- fine-tuning on k labelled pictures a class of the target.

Shapes: B batch, N images, H and W height and width, D features, K classes.
"""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.sampler import seeded
from gradatim.data.vision.batches import TensorBatches
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.runs import open_start
from gradatim.training import Task

SIDE = 16  # height and width that both sets are brought to
SURE = 0.9  # an answer on the target with at least this probability is learned from
INK = 0.3  # share of white from which a pixel counts as part of the digit
BEGIN, FULL = 0.3, 0.6  # shares of a run at which self-training begins and has its whole weight


def shrink(images: ImageSet, frame: bool = False) -> Tensor:
    """Bring grey images to SIDE x SIDE; uint8 (N, 1, H, W) to float (N, 1, SIDE, SIDE) in [-1, 1].

    Args:
        images: digits, white on black.
        frame: cut each picture to the smallest square around its ink first.

    Raises:
        UserError: pictures that are not grey.
    """
    if images.images.shape[1] != 1:
        raise UserError(f"{images.name} holds colour pictures; these digits are grey.")
    pixels = images.images.float()
    if frame:
        pixels = cut_to_ink(pixels)
    elif pixels.shape[-1] != SIDE:
        pixels = F.interpolate(pixels, (SIDE, SIDE), mode="bilinear", antialias=True)
    return (pixels.clamp(0, 255) / 127.5 - 1).contiguous()


def cut_to_ink(pixels: Tensor) -> Tensor:
    """Let the digit fill the picture: (N, 1, H, W) to (N, 1, SIDE, SIDE), values 0 to 255."""
    there = pixels[:, 0] > 255 * INK  # (N, H, W)
    edges = []
    for axis in (1, 2):  # rows of ink, then columns
        lines = there.any(3 - axis).float()  # (N, H)
        edges.append((lines.argmax(1), lines.shape[1] - lines.flip(1).argmax(1)))
    (top, bottom), (left, right) = edges
    size = torch.maximum(bottom - top, right - left) / pixels.shape[-1]  # of the square, (N,)
    across, down = ((a + b) / pixels.shape[-1] - 1 for a, b in ((left, right), (top, bottom)))
    zero = torch.zeros_like(size)
    rows = torch.stack([size, zero, across], 1), torch.stack([zero, size, down], 1)
    grid = F.affine_grid(torch.stack(rows, 1), [len(pixels), 1, SIDE, SIDE], align_corners=False)
    return F.grid_sample(pixels, grid, align_corners=False)


def warp(images: Tensor, strength: float) -> Tensor:
    """Stretch, turn, slant and move each picture at random; what comes in is black.

    Args:
        images: (B, 1, H, W), in [-1, 1].
        strength: 1 stretches by up to 1.5 along each axis, turns by up to 20 degrees, moves by up
            to 10 % of the width; 0 does nothing.
    """
    if not strength:
        return images

    def draw() -> Tensor:
        return strength * (2 * torch.rand(len(images), device=images.device) - 1)

    angle, slant = math.radians(20) * draw(), 0.3 * draw()
    wide, high = 1.5 ** draw(), 1.5 ** draw()
    cos, sin = angle.cos(), angle.sin()
    top = torch.stack([wide * cos, wide * (slant * cos - sin), 0.2 * draw()], 1)
    bottom = torch.stack([high * sin, high * (slant * sin + cos), 0.2 * draw()], 1)
    grid = F.affine_grid(torch.stack([top, bottom], 1), list(images.shape), align_corners=False)
    return F.grid_sample(images + 1, grid, align_corners=False) - 1


def features_of(model: nn.Module, images: Tensor) -> Tensor:
    """What the last layer reads, (B, D)."""
    return model.head[:-1](model.stages(images).flatten(1))  # type: ignore[index, operator]


def coral(source: Tensor, target: Tensor) -> Tensor:
    """Squared distance of the features' covariances over 4 D^2 (Sun and Saenko, equation 1)."""
    with torch.autocast(source.device.type, enabled=False):
        difference = torch.cov(source.float().T) - torch.cov(target.float().T)
        return difference.square().sum() / (4 * source.shape[1] ** 2)


def own_answers(logits: Tensor, taught: Tensor) -> Tensor:
    """Loss of a network that teaches itself on pictures without labels.

    Args:
        logits: of changed pictures, (B, K).
        taught: of the same pictures as they are, (B, K).

    Returns:
        Cross-entropy with the sure answers, plus the mean entropy of an answer, minus the entropy
        of the mean answer.
    """  # fmt: skip
    logits = logits.float()
    sure, answers = taught.float().softmax(1).max(1)
    learned = (F.cross_entropy(logits, answers, reduction="none") * (sure >= SURE)).mean()
    shares = logits.softmax(1)
    each = torch.special.entr(shares).sum(1).mean()
    together = torch.special.entr(shares.mean(0)).sum()
    return learned + each - together


@torch.no_grad()
def adapt_batch_norm(model: nn.Module, images: Tensor) -> nn.Module:
    """Replace batch norm's running mean and variance by those of the target's pictures.

    Args:
        model: is changed.
        images: of the target, without labels, (N, 1, H, W).
    """
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # the mean over all batches
    model.train()
    for part in images.split(500):
        model(part)
    return model.eval()


class TwoSets:
    """Batches of a source and of a target, side by side.

    Args:
        source, target: endless batches; an epoch is one of the source.
    """

    def __init__(self, source: TensorBatches, target: TensorBatches) -> None:
        self.source, self.target = source, target
        self.batch_size, self.steps_per_epoch = source.batch_size, source.steps_per_epoch
        self.device = source.device

    def __iter__(self) -> Iterator[tuple[Tensor, ...]]:
        return self

    def __next__(self) -> tuple[Tensor, ...]:
        return (*next(self.source), *next(self.target))

    def state_dict(self) -> dict[str, Any]:
        """Return both places."""
        return {"source": self.source.state_dict(), "target": self.target.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Continue from both places."""
        self.source.load_state_dict(state["source"])
        self.target.load_state_dict(state["target"])


class ShiftTask(Task):
    """Learn the source with its labels, and the target without.

    Args:
        model: images (B, 1, H, W) to logits (B, K), with `stages` and `head`.
        batches: of source images, labels, target images.
        recipe: strengths of the repairs.
        tests: test images and labels of the source and of the target.
        facts: see `Task.facts`.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TwoSets,
        recipe: "ShiftRecipe",
        tests: tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]],
        facts: dict[str, Any],
    ) -> None:
        self.model, self.recipe = model, recipe
        self.batches: TwoSets = batches
        self.tests, self.facts = tests, facts
        self.seen = 0  # steps, for the slow start of the pseudo-labels

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy on the source, and what the repairs add."""
        images, labels, target = batch
        recipe, last = self.recipe, self.model.head[-1]  # type: ignore[index]
        source = features_of(self.model, warp(images, recipe.stretch))
        logits = last(source)  # type: ignore[operator]
        loss = F.cross_entropy(logits, labels)
        metrics = {"accuracy": (logits.detach().argmax(1) == labels).float().mean()}
        done = self.seen / recipe.total_steps(self.batches.steps_per_epoch)
        self.seen += 1
        weight = recipe.self_training * min(1.0, max(0.0, (done - BEGIN) / (FULL - BEGIN)))
        if not (recipe.align or weight):
            return loss, metrics
        # The target passes by itself, so that batch norm sees each set with its own statistics.
        seen = features_of(self.model, warp(target, recipe.stretch / 2))
        if recipe.align:
            loss = loss + recipe.align * coral(source, seen)
        if weight:
            with torch.no_grad():
                taught = last(features_of(self.model, target))  # type: ignore[operator]
            loss = loss + weight * own_answers(last(seen), taught)  # type: ignore[operator]
        return loss, metrics

    def state_dict(self) -> dict[str, Any]:
        """Keep how far the slow start is."""
        return {"seen": self.seen}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.seen = state["seen"]

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy on the target's test images; on the source's for comparison."""
        readers = [self.model, self.model]
        if self.recipe.align or self.recipe.self_training:
            # Both sets passed in training, so the running statistics belong to neither.
            sets = (self.batches.source, self.batches.target)
            readers = [adapt_batch_norm(copy.deepcopy(self.model), s.tensors[0][:2000]) for s in sets]  # fmt: skip  # noqa: E501
        _, source = self._measure(readers[0], *self.tests[0])
        loss, target = self._measure(readers[1], *self.tests[1])
        return {"loss": loss, "accuracy": target, "accuracy_source": source}

    def _measure(self, model: nn.Module, images: Tensor, labels: Tensor) -> tuple[float, float]:
        logits = torch.cat([model(part) for part in images.split(1000)])
        right = (logits.argmax(1) == labels).float().mean().item()
        return F.cross_entropy(logits, labels).item(), right


@dataclass(frozen=True, kw_only=True)
class ShiftRecipe(Recipe):
    """A small network with batch norm that is trained on one set of digits for another."""

    source: str = "mnist"  # digits with labels: mnist, usps or digits
    target: str = "usps"  # digits without
    images: int = 7000  # of the source, drawn at random; all if there are fewer
    frame: bool = False  # cut the pictures of both sets to their ink
    stretch: float = 0.0  # strength of the augmentation, 0 to 1; half of it on the target
    align: float = 0.0  # weight of deep CORAL
    self_training: float = 0.0  # weight of the network's own answers on the target
    labelled: int = 0  # labelled target images a class; with it, only these are learned from
    start: str = ""  # run folder whose weights to begin with, for fine-tuning

    def check(self) -> None:
        """Check the strengths and the numbers of images."""
        for name in ("stretch", "align", "self_training", "labelled"):
            if getattr(self, name) < 0:
                raise UserError(f"{name} is {getattr(self, name)}: give 0 or more.")
        if self.images < 1:
            raise UserError(f"images is {self.images}: give at least 1.")

    def build(self, device: torch.device) -> ShiftTask:
        """Load both sets; the labels of the target's training images are used only if asked."""
        sets = [load(name, "train") for name in (self.source, self.target)]
        source, target = sets
        rows = torch.randperm(len(source), generator=seeded(self.seed))[: self.images]
        source = source.subset(rows)
        if self.labelled:
            source = few_of_each(target, self.labelled, self.seed)
        size = min(self.batch_size, len(source))
        batches = TwoSets(
            TensorBatches(
                shrink(source, self.frame), source.labels, batch_size=size, seed=self.seed,
                device=device,
            ),
            TensorBatches(
                shrink(target, self.frame), batch_size=size, seed=self.seed + 1, device=device
            ),
        )  # fmt: skip
        tests = [load(name, "test") for name in (self.source, self.target)]
        tensors = [(shrink(t, self.frame).to(device), t.labels.to(device)) for t in tests]
        facts = {"data": self.target, "classes": list(target.classes), "shape": [1, SIDE, SIDE]}
        model = self.model(facts)
        if self.start:
            _, learned, _ = open_start(self.start, ShiftRecipe, "mnist-to-usps or usps-to-mnist")
            model.load_state_dict(learned.state_dict())
        return ShiftTask(model, batches, self, (tensors[0], tensors[1]), facts)

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network."""
        sizes = ConvNetConfig(
            image_size=SIDE, n_classes=len(facts["classes"]), widths=(24, 48), kernel_sizes=(3, 3),
            same_padding=True, hidden=(64,), batch_norm=True,
        )  # fmt: skip
        return ConvNet(sizes).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def few_rows(images: ImageSet, n: int, seed: int) -> Tensor:
    """Draw n images of each class; their places, (K n,).

    Raises:
        UserError: a class with fewer.
    """
    generator = seeded(seed, 2)
    chosen = []
    for label, name in enumerate(images.classes):
        rows = (images.labels == label).nonzero()[:, 0]
        if len(rows) < n:
            raise UserError(
                f"{images.name} has {len(rows)} images of {name!r}, fewer than the {n} wanted."
            )
        chosen.append(rows[torch.randperm(len(rows), generator=generator)[:n]])
    return torch.cat(chosen)


def few_of_each(images: ImageSet, n: int, seed: int) -> ImageSet:
    """The images that `few_rows` draws."""
    return images.subset(few_rows(images, n, seed))


SHIFT_RECIPES: dict[str, Recipe] = {
    "mnist-to-usps": ShiftRecipe(
        epochs=8.0, batch_size=128, learning_rate=5e-3, threads=1,
        expect="98.5 % on MNIST, 82 % on USPS; see `gradatim beyond mnist-to-usps`",
    ),
    "usps-to-mnist": ShiftRecipe(
        source="usps", target="mnist", epochs=8.0, batch_size=128, learning_rate=5e-3, threads=1,
        expect="the other way round, which is harder",
    ),
}  # fmt: skip
