"""Image classification: data, augmentation and any network of the lecture, joined in one recipe."""

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.sampler import part_of
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import ImageBatches, device_batches
from gradatim.data.vision.datasets import has_validation_folder
from gradatim.data.vision.image_set import ImageSet, channel_statistics, split_off
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.recipes.base import Recipe, TrainFraction, ValFraction
from gradatim.recipes.fine_tuning import (
    NOTHING_LEARNED,
    OPTIONS,
    FineTuning,
    learn_in_turn,
    load_all_but_last,
    slower_groups,
)
from gradatim.recipes.runs import open_run
from gradatim.recipes.vision.tta import TTA, predict_with_tta
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, Run, Task, TrainConfig
from gradatim.training.losses.label_smoothing import LabelSmoothing, smoothed_cross_entropy
from gradatim.training.optimizers import default_groups
from gradatim.validation import (
    require_fraction,
    require_part,
)


class Classification(Task):
    """Classify images: cross-entropy, accuracy.

    Args:
        model: images (B, C, H, W) to logits (B, K).
        batches: of training images and targets.
        validation: what is measured during the run; None: nothing is.
        test: what is measured once, at its end.
        info: classes, shape and statistics of the images.
        label_smoothing: fraction of the target spread over all classes (Szegedy et al. 2016).
        tta: test-time augmentation of the last evaluation, see `predict_with_tta`.

    Attributes:
        n_frozen: steps in which only the last layer learns, if the others have before.
        lr_ratio: learning rate of the other layers relative to that of the last one.
    """

    batches: ImageBatches
    info: ImageInfo
    n_frozen: int = 0
    lr_ratio: float = 1.0

    def __init__(
        self,
        model: nn.Module,
        batches: ImageBatches,
        validation: ImageSet | None,
        test: ImageSet,
        info: ImageInfo,
        *,
        label_smoothing: float = 0.0,
        tta: TTA = "none",
    ) -> None:
        self.model, self.batches, self.info = model, batches, info
        self.validation, self.test = validation, test
        self.has_validation, self.n_test = validation is not None, len(test)
        self.label_smoothing, self.tta = label_smoothing, tta

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch; mixed images have fractions of two classes as target (B, K)."""
        # `order` counts the batches drawn so far, so a resumed run unfreezes at the same step.
        if self.n_frozen:
            learn_in_turn(self.model, self.batches.order, self.n_frozen)
        images, targets = batch
        logits = self.model(images)  # (B, K)
        loss = smoothed_cross_entropy(logits, targets, self.label_smoothing)
        # The accuracy of mixed images is that of the class with the larger fraction.
        classes = targets if targets.ndim == 1 else targets.argmax(1)  # (B,)
        # Detached: argmax has no gradient, and a logged value must not keep the graph in memory.
        return loss, {"accuracy": (logits.detach().argmax(1) == classes).float().mean()}

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """Layers that have learned before follow at a smaller rate."""
        groups = self.all_groups(config)
        if self.lr_ratio == 1:
            return groups
        return slower_groups(groups, self.model, config, self.lr_ratio)

    def all_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """The optimizer's groups of a network that begins at random."""
        return default_groups(self.model, config)

    def logits(self, images: ImageSet, tta: TTA | None = None) -> Tensor:
        """Run the model over a whole set; (N, K)."""
        source, tta = self.batches, tta or self.tta
        parts = device_batches(images.images, source.mean, source.std, device=source.device)
        # In float32 from here on: a mean loss in bfloat16 would be rounded to three digits.
        return torch.cat([predict_with_tta(self.model, part, tta) for part in parts]).float()

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and accuracy on validation images, at the end on the test set."""
        images = self.measured(final)
        # Test-time augmentation costs several passes, so it is for the last evaluation only.
        logits = self.logits(images, None if final else "none")
        labels = images.labels.to(logits.device)
        accuracy = (logits.argmax(1) == labels).float().mean().item()
        # Not smoothed: smoothing is a penalty of training, and runs must stay comparable.
        return {"loss": F.cross_entropy(logits, labels).item(), "accuracy": accuracy}

    def measured(self, final: bool) -> ImageSet:
        """The images of an evaluation."""
        if final:
            return self.test
        assert self.validation is not None  # the loop asks only where `has_validation`
        return self.validation


def open_classifier(folder: Path | str) -> tuple[nn.Module, ImageInfo, Run]:
    """Open the run of an image classifier: its model, what it knows of its images, the run.

    Raises:
        UserError: not a run folder, no weights yet, or a run of something else.
    """
    _, model, info, run = open_run(folder)
    if not (isinstance(info, ImageInfo) and info.classes and info.mean):
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}, which does not classify images: give a "
            "run of an image recipe, such as mnist-convnet."
        )
    return model, info, run


def image_info(data: str, images: ImageSet) -> ImageInfo:
    """Gather what a network must know of a training set."""
    # From training images only: test images must not leak into the preprocessing.
    mean, std = channel_statistics(images.images)
    channels, height, width = images.images.shape[1:]
    return ImageInfo(
        data=data,
        classes=tuple(images.classes),
        shape=(channels, height, width),
        mean=tuple(mean.tolist()),
        std=tuple(std.tolist()),
    )


def image_batches(
    images: ImageSet,
    info: ImageInfo,
    augment: Augmentation,
    train: TrainConfig,
    device: torch.device,
) -> ImageBatches:
    """Put a training set on the device, to be drawn from in augmented batches."""
    mean, std = info.statistics
    return ImageBatches(
        images.images,
        images.labels,
        batch_size=train.batch_size,
        augmentation=augment,
        seed=train.seed,
        device=device,
        mean=mean,
        std=std,
    )


def sized_for(model: Any, info: ImageInfo) -> Any:
    """Fill in the sizes of a model's config: those of the network whose weights it takes, if any.

    After them those that the images decide, as far as the config has them.
    """
    channels, height, width = info.shape
    sizes = {
        "in_features": channels * height * width,
        "in_channels": channels,
        "image_size": height,
        "n_classes": len(info.classes),
    }
    # A perceptron has features and a ConvNet channels: each config takes the sizes that it knows.
    names = {item.name for item in fields(model)}
    decided = {name: size for name, size in sizes.items() if name in names}
    # JSON knows lists only, and a frozen config compares its tuples.
    learned = {k: tuple(v) if isinstance(v, list) else v for k, v in info.sizes.items()}
    return replace(model, **learned | decided)


@dataclass(frozen=True, kw_only=True)
class ImageData:
    """Which images, and how they are split."""

    data: Annotated[
        str, Help("digits, mnist, fashion-mnist, cifar-10, usps, ..., or a folder of images")
    ] = "digits"
    val_fraction: ValFraction = 0.1
    train_fraction: TrainFraction = 1.0
    image_size: Annotated[
        int | None,
        Help("side of the images in pixels, at least 1 (default: as they are; of a folder 64)"),
    ] = None

    def __post_init__(self) -> None:
        require_fraction(self, "val_fraction")
        require_part(self, "train_fraction")
        if self.image_size is not None and self.image_size < 1:
            raise UserError(f"{given('image_size', self.image_size)}: give at least 1 pixel.")

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if has_validation_folder(self.data):
            return {"val_fraction": f"{self.data} has validation images of its own"}
        return {}

    def load(self, classes: tuple[str, ...] = ()) -> tuple[ImageSet, ImageSet | None, ImageSet]:
        """Load the training, validation and test images; a folder may have its own `val/`.

        Args:
            classes: that a trained network knows; those of the data by default.
        """
        splits, validation = ["train", "test"], None
        if has_validation_folder(self.data):
            splits.append("validation")
        train, test, *own = (
            load(self.data, split, size=self.image_size, classes=classes) for split in splits
        )
        if own:
            [validation] = own
        elif self.val_fraction:
            # The same images for every seed: what was chosen on them no other seed trains on.
            train, validation = split_off(train, self.val_fraction, seed=0)
        if self.train_fraction < 1:
            # Of what validation left: a whole learning curve is measured on the same images.
            train = train.subset(part_of(train.labels, len(train.classes), self.train_fraction))
        return train, validation, test


@dataclass(frozen=True, kw_only=True)
class ImageClassification(Recipe):
    """A network of the lecture on a set of images.

    Attributes:
        network: class of the model.
        model: its config.
        known: what a run learned of its images, which is used again; None: it is found in them.
    """

    network: Any = field(metadata={"option": False})
    model: Any
    known: ImageInfo | None = field(default=None, metadata={"option": False})
    data: ImageData = field(default_factory=ImageData)
    augment: Augmentation = field(default_factory=Augmentation)
    label_smoothing: LabelSmoothing = 0.0
    tta: Annotated[
        TTA, Help("test-time augmentation: mean over flipped, or flipped and shifted images")
    ] = "none"
    init_from: Annotated[
        str | None,
        Help(
            "first weights: a run folder, or a checkpoint as transformers or timm publish it, of "
            "the same kind of network, or none (default: none)"
        ),
    ] = None
    tuning: FineTuning = field(default_factory=FineTuning)

    info_type = ImageInfo
    fixed: ClassVar[tuple[str, ...]] = (
        "model.in_features",
        "model.in_channels",
        "model.image_size",
        "model.n_classes",
    )
    task: ClassVar[type[Classification]] = Classification

    def __post_init__(self) -> None:
        require_fraction(self, "label_smoothing")

    def build(self, device: torch.device) -> Classification:
        """Load the images onto the device and join them with the model."""
        train, validation, test = self.data.load(self.known.classes if self.known else ())
        # A network that learned before gets images normalized as it knows them.
        start, info = self.first_weights(), self.known or image_info(self.data.data, train)
        if start is not None:
            info = self.known or start.informed(info)
        model = self.build_model(info)
        if start is not None:
            # All but the last layer: it has a row per class, and the classes are others now.
            load_all_but_last(model, start.weights, str(self.init_from))
        task = self.task(
            model,
            image_batches(train, info, self.augment, self.train, device),
            validation,
            test,
            info,
            label_smoothing=self.label_smoothing,
            tta=self.tta,
        )
        if start is not None:
            self.go_on(task)
        # Kept in the run: `resume` and `evaluate` warn when the images have changed since.
        task.data = {"training set": train.fingerprint(), "test set": test.fingerprint()}
        return task

    def first_weights(self) -> Any:
        """The network to start from; None for random weights."""
        if self.init_from in (None, "none"):
            return None
        # It opens weights of any kind, and brings the language models: most trainings need none.
        from gradatim.recipes.vision.first_weights import first_weights

        return first_weights(self.init_from, self.network, self.model)

    def go_on(self, task: Classification) -> None:
        """Tell a task that all layers but the last have learned before."""
        # A fraction of the whole run, however long it is: so `--epochs` scales both phases.
        steps = self.train_config(task).total_steps(task.batches.steps_per_epoch)
        task.n_frozen, task.lr_ratio = round(self.tuning.frozen * steps), self.tuning.lr_ratio

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if self.init_from in (None, "none"):
            return dict.fromkeys(OPTIONS, NOTHING_LEARNED)
        return {}

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the classes of a run, in its order, and the statistics that it normalizes by."""
        return replace(self, known=info)

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network for images of this size; channels last, which convolutions prefer."""
        network = self.network(sized_for(self.model, info))
        return network.to(memory_format=torch.channels_last)
