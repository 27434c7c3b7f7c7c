"""Own images: a few per class, from a pretrained network; images of no class are refused.

Shapes: B batch, C channels, H and W height and width, K classes, N images.
"""

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from gradatim.data.info import ImageInfo
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_set import ImageSet
from gradatim.data.vision.strong_augment import colors_tell
from gradatim.help import Help
from gradatim.models.own_classes import OwnClasses
from gradatim.recipes.fine_tuning import NOTHING_LEARNED, OPTIONS, learn_in_turn, load_all_but_last
from gradatim.recipes.own_training import (
    Balance,
    class_weights,
    evened_out,
    fitted,
    tell_rare,
)
from gradatim.recipes.vision.classification import (
    Classification,
    ImageClassification,
    ImageData,
    image_batches,
    image_info,
)
from gradatim.recipes.vision.first_weights import FirstWeights, first_weights
from gradatim.recipes.vision.tta import TTA, OwnTTA, flipped, turned
from gradatim.spelling import spelled
from gradatim.training import Task, TrainConfig
from gradatim.training.losses.label_smoothing import smoothed_cross_entropy
from gradatim.validation import require_part

FEWEST_STEPS, MOST_STEPS, EPOCHS = 500, 3000, 30
MOST_FOR_USUAL = 2000  # images whose responses count as usual


class OwnClassification(Classification):
    """Classification that trains its last layer first, and learns what is none of its classes.

    Attributes:
        training_images: whose responses count as usual.
        class_weights: weight of every class in the loss, (K,); None: all alike.
        accepted: fraction of unseen images of the classes that is to count as known.
    """

    training_images: ImageSet
    class_weights: Tensor | None = None
    accepted: float = 1.0

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch; in the first steps only the last layer learns from it."""
        learn_in_turn(self.model, self.batches.order, self.n_frozen)
        images, targets = batch
        logits = self.model(images)  # (B, K)
        loss = smoothed_cross_entropy(
            logits, targets, self.label_smoothing, weight=self.class_weights
        )
        classes = targets if targets.ndim == 1 else targets.argmax(1)  # (B,)
        return loss, {"accuracy": (logits.detach().argmax(1) == classes).float().mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy; at the end also how many test images count as none of the classes."""
        metrics = super().evaluate(final)
        if final and self.validation is not None:
            model = _own_classes(self.model)
            few = torch.arange(len(self.training_images))[:: self._every()]
            model.learn_usual(self._responses(self.training_images.subset(few), alone=True)[1])
            model.learn_limits(*self._responses(self.validation), self.accepted)
            known = model.is_known(*self._responses(self.test))
            metrics["answered_unknown"] = (~known).float().mean().item()
        return metrics

    def _every(self) -> int:
        return math.ceil(len(self.training_images) / MOST_FOR_USUAL)

    def logits(self, images: ImageSet, tta: TTA | None = None) -> Tensor:
        """Logits (N, K) of a whole set; at the end of all versions of its images."""
        return self._responses(images, alone=tta == "none")[0]

    def _responses(self, images: ImageSet, *, alone: bool = False) -> tuple[Tensor, Tensor]:
        """Logits (N, K) and responses in the middle of the network (N, M) of a whole set."""
        source, model = self.batches, _own_classes(self.model)
        parts = device_batches(images.images, source.mean, source.std, device=source.device)
        read = model.alone if alone else model.with_responses
        found = [read(part) for part in parts]
        return torch.cat([logits for logits, _ in found]), torch.cat([r for _, r in found])


def _own_classes(model: nn.Module) -> OwnClasses:
    """The network inside what the loop wraps around it for several devices."""
    return next(module for module in model.modules() if isinstance(module, OwnClasses))


@dataclass(frozen=True, kw_only=True)
class OwnImages(ImageClassification):
    """A network on a folder of images, from what it learned on others."""

    init_from: Annotated[
        str | None,
        Help(
            "first weights: pretrained (a small ResNet that comes along), a run folder, a "
            "checkpoint as transformers or timm publish it, or none (default: pretrained where it "
            "fits)"
        ),
    ] = None
    balance: Annotated[
        Balance,
        Help("rare classes: weights in the loss, or sampling as often as the others"),
    ] = "none"
    accepted: Annotated[
        float,
        Help("fraction of unseen images of the classes that is to count as known, above 0 to 1"),
    ] = 0.98

    colors: Annotated[
        Literal["auto", "matter", "vary"],
        Help("meaning of colors: they say the class, or are exchanged at random; auto: measured"),
    ] = "auto"

    tta: Annotated[
        OwnTTA,
        Help(
            "test-time augmentation of every answer; flip: mean over an image and its flip; "
            "turned: over flipped, turned, smaller and, where colors say nothing, inverted versions"
        ),
    ] = "turned"  # type: ignore[assignment]

    task = OwnClassification

    def __post_init__(self) -> None:
        super().__post_init__()
        require_part(self, "accepted")

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        found = dict.fromkeys(OPTIONS, NOTHING_LEARNED) if self.init_from == "none" else {}
        if self.colors == "vary":
            found["recolor"] = f"with {spelled('colors', 'vary')} it is 1"
        return found

    def build(self, device: torch.device) -> OwnClassification:
        """Load the images, the network and its first weights, and join them."""
        start = self.first_weights()
        train, validation, test = self._data(start).load(self.known.classes if self.known else ())
        offered = f"{spelled('balance', 'weights')} or {spelled('balance', 'sampling')}"
        tell_rare(train.labels, train.classes, self.balance, offered)
        augment, note = self._augmentation(train)
        found = replace(image_info(self.data.data, train), any_color=augment.recolor == 1)
        info = self.known or (start.informed(found) if start else found)
        model = self.build_model(info)
        if start is not None:
            network = _own_classes(model).network
            load_all_but_last(network, start.weights, self.init_from or "pretrained")
        shown = train
        if self.balance == "sampling":
            shown = train.subset(evened_out(train.labels, self.train.seed))
        how = replace(self.train, batch_size=min(self.train.batch_size, len(shown)))
        batches = image_batches(shown, info, augment, how, device)
        task = OwnClassification(
            model,
            batches,
            validation,
            test,
            info,
            label_smoothing=self.label_smoothing,
        )
        height, width = info.shape[1:]
        size = f"Images are read at {height} x {width} pixels ({spelled('image_size')})."
        task.note = f"{note} {size}".strip()
        task.training_images, task.accepted = train, self.accepted
        if self.balance == "weights":
            task.class_weights = class_weights(train.labels, len(train.classes)).to(device)
        if start is not None:
            self.go_on(task)
        task.data = {"training set": train.fingerprint(), "test set": test.fingerprint()}
        return task

    def _augmentation(self, images: ImageSet) -> tuple[Augmentation, str]:
        """The changes to make, with colors as they were asked for; and a sentence on them."""
        if self.colors == "auto":
            vary = not colors_tell(images.images, images.labels)
            found = "Colors tell the classes apart, so they stay"
            if vary:
                found = "Colors do not tell the classes apart, so they are exchanged at random"
            choices = " or ".join(spelled("colors", word) for word in ("matter", "vary"))
            note = f"{found} ({choices} decides otherwise)."
        else:
            vary, note = self.colors == "vary", ""
        return replace(self.augment, recolor=1.0) if vary else self.augment, note

    def train_config(self, task: Task) -> TrainConfig:
        """As long as the images need it; stopped early."""
        return fitted(self.train, task, epochs=EPOCHS, fewest=FEWEST_STEPS, most=MOST_STEPS)

    def first_weights(self) -> FirstWeights | None:
        """The network to start from: the shipped one where nothing is said and it fits."""
        return first_weights(self.init_from, self.network, self.model)

    def _data(self, start: FirstWeights | None) -> ImageData:
        """The images, as large as the network to start from reads them, where nothing is said."""
        size = self.data.image_size or (start.sizes.get("image_size") if start else None)
        return replace(self.data, image_size=self.known.shape[1] if self.known else size)

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network, with room for what is none of its classes."""
        middle = (0.5 - info.statistics[0]) / info.statistics[1] if info.any_color else None
        versions = {"none": None, "flip": flipped, "turned": partial(turned, middle=middle)}
        return OwnClasses(super().build_model(info), versions[self.tta])
