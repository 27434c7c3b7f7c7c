"""An unseen data set: digits learned from one post office, read at another, and the repairs.

MNIST and USPS show the same ten digits in another frame, with another pen. Both are resized to
16x16 pixels and nothing else is done to make them alike. The repairs:

- augmentation: random stretch, rotation and shift of the source images;
- AdaBN: batch norm's mean and variance from the target (Li et al. 2016, arXiv:1603.04779);
- deep CORAL: equal covariance of the features (Sun and Saenko 2016, arXiv:1607.01719);
- self-training: confident pseudo-labels on the target (Lee 2013), and information maximization
  (Liang et al. 2020, arXiv:2002.08546, equation 3): certainty on each image, but use of every class
  over all of them. Without the second half all pseudo-labels may become the same one;
- cropping both sets to their content, which needs no training;
- fine-tuning on k labeled images per class of the target.

Shapes: B batch, N images, H and W height and width, D features, K classes.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.sampler import torch_generator, whole_batch
from gradatim.data.vision.batches import TensorBatches
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.runs import open_start
from gradatim.recipes.vision.digit_frames import IMAGE_SIZE, shrink, warp
from gradatim.spelling import spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.validation import (
    require_not_negative,
    require_sizes,
    require_unit_interval,
)

CONFIDENCE_THRESHOLD = 0.9  # least probability of a pseudo-label that is learned from
RAMP_START, RAMP_END = 0.3, 0.6  # fractions of a run between which self-training grows


def features_of(model: nn.Module, images: Tensor) -> Tensor:
    """What the last layer reads, (B, D)."""
    return model.head[:-1](model.stages(images).flatten(1))  # type: ignore[index, operator]


def coral(source: Tensor, target: Tensor) -> Tensor:
    """Squared distance of the features' covariances over 4 D^2 (Sun and Saenko, equation 1)."""
    # A covariance is a difference of large sums: in bfloat16 little of it would be left.
    with torch.autocast(source.device.type, enabled=False):
        difference = torch.cov(source.float().T) - torch.cov(target.float().T)
        return difference.square().sum() / (4 * source.shape[1] ** 2)


def self_training_loss(logits: Tensor, unaugmented: Tensor) -> Tensor:
    """Loss of self-training on images without labels.

    Args:
        logits: of augmented images, (B, K).
        unaugmented: logits of the same images without augmentation, (B, K).

    Returns:
        Cross-entropy with the confident pseudo-labels, plus the mean entropy of a prediction,
        minus the entropy of the mean prediction.
    """
    logits = logits.float()
    confidence, pseudo_labels = unaugmented.float().softmax(1).max(1)  # (B,) each
    losses = F.cross_entropy(logits, pseudo_labels, reduction="none")  # (B,)
    supervised = (losses * (confidence >= CONFIDENCE_THRESHOLD)).mean()
    probabilities = logits.softmax(1)
    certainty = torch.special.entr(probabilities).sum(1).mean()
    diversity = torch.special.entr(probabilities.mean(0)).sum()  # without it one class takes all
    return supervised + certainty - diversity


@torch.no_grad()
def adapt_batch_norm(model: nn.Module, images: Tensor) -> nn.Module:
    """Replace batch norm's running mean and variance by those of the target's images.

    Args:
        model: is changed.
        images: of the target, without labels, (N, 1, H, W).
    """
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        # Weights stay: only what each channel's mean and spread are is learned from the target.
        norm.reset_running_stats()
        # An exponential mean would weigh the last batches most, and there are few.
        norm.momentum = None  # the mean over all batches
    model.train()
    for part in images.split(500):
        model(part)
    return model.eval()


class SourceAndTarget:
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
        # Of the target the images alone were put in: nobody can look at its labels by mistake.
        return (*next(self.source), *next(self.target))

    def state_dict(self) -> dict[str, Any]:
        """Return both places."""
        return {"source": self.source.state_dict(), "target": self.target.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Continue from both places."""
        self.source.load_state_dict(state["source"])
        self.target.load_state_dict(state["target"])


class DomainAdaptationTask(Task):
    """Learn the source with its labels, and the target without.

    Args:
        model: images (B, 1, H, W) to logits (B, K), with `stages` and `head`.
        batches: of source images, labels, target images.
        recipe: strengths of the repairs.
        tests: test images and labels of the source and of the target.
        info: of the target's images.
    """

    has_validation = False  # labels of the target, if only to choose by, are what it does without

    def __init__(
        self,
        model: nn.Module,
        batches: SourceAndTarget,
        recipe: "DomainAdaptation",
        tests: tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]],
        info: ImageInfo,
    ) -> None:
        self.model, self.recipe = model, recipe
        self.batches: SourceAndTarget = batches
        self.tests, self.info, self.n_test = tests, info, len(tests[1][1])
        self.seen = 0  # steps, for the slow start of the pseudo-labels

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy on the source, and what the repairs add."""
        images, labels, target = batch
        recipe, last = self.recipe, self.model.head[-1]  # type: ignore[index]
        source = features_of(self.model, warp(images, recipe.stretch))
        logits = last(source)  # type: ignore[operator]
        loss = F.cross_entropy(logits, labels)
        metrics = {"accuracy": (logits.detach().argmax(1) == labels).float().mean()}
        done = self.seen / recipe.train.total_steps(self.batches.steps_per_epoch)
        # Pseudo-labels of a network that has learned nothing are noise: they come in slowly.
        self.seen += 1
        weight = recipe.self_training_weight * min(
            1.0, max(0.0, (done - RAMP_START) / (RAMP_END - RAMP_START))
        )
        if not (recipe.coral_weight or weight):
            return loss, metrics
        # The target passes by itself, so that batch norm sees each set with its own statistics.
        seen = features_of(self.model, warp(target, recipe.stretch / 2))
        if recipe.coral_weight:
            loss = loss + recipe.coral_weight * coral(source, seen)
        if weight:
            # The answers are targets like labels: no gradient runs through the one who gives them.
            with torch.no_grad():
                taught = last(features_of(self.model, target))  # type: ignore[operator]
            loss = loss + weight * self_training_loss(last(seen), taught)  # type: ignore[operator]
        return loss, metrics

    def state_dict(self) -> dict[str, Any]:
        """Keep how far the slow start is."""
        return {"seen": self.seen}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.seen = state["seen"]

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy on the target's test images, at the end; on the source's for comparison."""
        readers = [self.model, self.model]
        if self.recipe.coral_weight or self.recipe.self_training_weight:
            # Both sets passed in training, so the running statistics belong to neither.
            sets = (self.batches.source, self.batches.target)
            readers = [
                adapt_batch_norm(copy.deepcopy(self.model), images.tensors[0][:2000])
                for images in sets
            ]
        _, source = self._measure(readers[0], *self.tests[0])
        loss, target = self._measure(readers[1], *self.tests[1])
        return {"loss": loss, "accuracy": target, "accuracy_source": source}

    def _measure(self, model: nn.Module, images: Tensor, labels: Tensor) -> tuple[float, float]:
        logits = torch.cat([model(part) for part in images.split(1000)])
        right = (logits.argmax(1) == labels).float().mean().item()
        return F.cross_entropy(logits, labels).item(), right


@dataclass(frozen=True, kw_only=True)
class DomainAdaptation(Recipe):
    """A small network with batch norm that is trained on one set of digits for another."""

    source: Annotated[str, Help("digits with labels: mnist, usps or digits")] = "mnist"
    target: Annotated[str, Help("digits without labels: mnist, usps or digits")] = "usps"
    images: Annotated[
        int, Help("images of the source, drawn at random, at least 1; all if fewer")
    ] = 7000
    crop_to_content: Annotated[
        bool, Help("images of both sets cropped to the smallest square around the digit")
    ] = False
    stretch: Annotated[
        float, Help("strength of the augmentation, 0 to 1; half of it on the target")
    ] = 0.0
    coral_weight: Annotated[float, Help("weight of deep CORAL in the loss, 0 or more")] = 0.0
    self_training_weight: Annotated[
        float, Help("weight of pseudo-labels on the target in the loss, 0 or more")
    ] = 0.0
    labels_per_class: Annotated[
        int,
        Help("labeled target images per class, at least 0; with it, only these are learned from"),
    ] = 0
    init_from: Annotated[str, Help("run folder of the first weights, for fine-tuning")] = ""

    info_type = ImageInfo
    fixed = (
        "train.evaluate_every",
        "train.evaluate_seconds",
        "train.patience",
    )  # it is measured at its end only

    def __post_init__(self) -> None:
        require_unit_interval(self, "stretch")
        require_not_negative(self, "coral_weight", "self_training_weight", "labels_per_class")
        require_sizes(self, "images")

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if self.labels_per_class:
            return {"images": f"with {spelled('labels_per_class')} the source is not used"}
        return {}

    def build(self, device: torch.device) -> DomainAdaptationTask:
        """Load both sets; the labels of the target's training images are used only if asked."""
        source, target = (load(name, "train") for name in (self.source, self.target))
        seed, crop = self.train.seed, self.crop_to_content
        # About as many as USPS has, so that both directions start from equally much.
        rows = torch.randperm(len(source), generator=torch_generator(seed))[: self.images]
        source = source.subset(rows)
        if self.labels_per_class:
            source = few_of_each(target, self.labels_per_class, seed)
        size = whole_batch(self.train.batch_size, len(source))
        labeled = TensorBatches(
            shrink(source, crop), source.labels, batch_size=size, seed=seed, device=device
        )
        others = TensorBatches(shrink(target, crop), batch_size=size, seed=seed + 1, device=device)
        tests = [load(name, "test") for name in (self.source, self.target)]
        tensors = [(shrink(t, crop).to(device), t.labels.to(device)) for t in tests]
        info = ImageInfo(
            data=self.target, classes=tuple(target.classes), shape=(1, IMAGE_SIZE, IMAGE_SIZE)
        )
        model = self.build_model(info)
        if self.init_from:
            _, learned, _ = open_start(
                self.init_from, DomainAdaptation, "mnist-to-usps or usps-to-mnist"
            )
            model.load_state_dict(learned.state_dict())
        batches = SourceAndTarget(labeled, others)
        return DomainAdaptationTask(model, batches, self, (tensors[0], tensors[1]), info)

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network."""
        sizes = ConvNetConfig(
            image_size=IMAGE_SIZE,
            n_classes=len(info.classes),
            widths=(24, 48),
            kernel_sizes=(3, 3),
            same_padding=True,
            hidden=(64,),
            batch_norm=True,
        )
        return ConvNet(sizes).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def few_rows(images: ImageSet, n: int, seed: int) -> Tensor:
    """Draw n images of each class; their places, (K n,).

    Raises:
        UserError: a class with fewer.
    """
    generator = torch_generator(seed, 2)
    chosen = []
    for label, name in enumerate(images.classes):
        rows = (images.labels == label).nonzero()[:, 0]
        if len(rows) < n:
            raise UserError(
                f"{images.name} has {len(rows)} images of {name!r}, fewer than the {n} wanted."
            )
        # Per class: ten at random of all could leave a class without one.
        chosen.append(rows[torch.randperm(len(rows), generator=generator)[:n]])
    return torch.cat(chosen)


def few_of_each(images: ImageSet, n: int, seed: int) -> ImageSet:
    """The images that `few_rows` draws."""
    return images.subset(few_rows(images, n, seed))


TRAIN = TrainConfig(epochs=8, batch_size=128, threads=1, optim=OptimizerConfig(learning_rate=5e-3))
RECIPES: dict[str, Recipe] = {
    "mnist-to-usps": DomainAdaptation(train=TRAIN),
    "usps-to-mnist": DomainAdaptation(source="usps", target="mnist", train=TRAIN),
}
