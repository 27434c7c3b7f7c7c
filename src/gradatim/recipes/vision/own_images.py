"""Own images: a few per class, from a pretrained network; images of no class are refused.

Shapes: B batch, C channels, H and W height and width, K classes, N images.
"""

import math
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import torch
from torch import Tensor, nn

from gradatim.data.info import ImageInfo
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_set import ImageSet
from gradatim.data.vision.strong_augment import colors_tell
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.own_classes import OwnClasses, last_linear
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
    image_batches,
    image_info,
)
from gradatim.recipes.vision.first_weights import FirstWeights, first_weights
from gradatim.spelling import spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.training.label_smoothing import smoothed_cross_entropy
from gradatim.training.optimizers import default_groups
from gradatim.validation import require_fraction, require_part

FEWEST_STEPS, MOST_STEPS, EPOCHS = 500, 3000, 30
MOST_FOR_USUAL = 2000  # images whose responses count as usual


class OwnClassification(Classification):
    """Classification that trains its last layer first, and learns what is none of its classes.

    Attributes:
        training_images: whose responses count as usual.
        class_weights: weight of every class in the loss, (K,); None: all alike.
        n_frozen: steps in which only the last layer learns.
        lr_ratio: learning rate of the other layers relative to that of the last one.
        accepted: fraction of unseen images of the classes that is to count as known.
    """

    training_images: ImageSet
    class_weights: Tensor | None = None
    n_frozen: int = 0
    lr_ratio: float = 1.0
    accepted: float = 1.0

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch; in the first steps only the last layer learns from it."""
        order = self.batches.order
        frozen = order.epoch * order.steps_per_epoch + order.position <= self.n_frozen
        last = {id(p) for p in last_linear(self.model).parameters()}
        for parameter in self.model.parameters():
            parameter.requires_grad_(id(parameter) in last or not frozen)
        images, targets = batch
        logits = self.model(images)  # (B, K)
        loss = smoothed_cross_entropy(
            logits, targets, self.label_smoothing, weight=self.class_weights
        )
        classes = targets if targets.ndim == 1 else targets.argmax(1)  # (B,)
        return loss, {"accuracy": (logits.detach().argmax(1) == classes).float().mean()}

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """The last layer, which is new, learns faster than those that have learned before."""
        groups = []
        last = {id(p) for p in last_linear(self.model).parameters()}
        for group in default_groups(self.model, config):
            rate = group.get("lr", config.learning_rate)
            new = [p for p in group["params"] if id(p) in last]
            old = [p for p in group["params"] if id(p) not in last]
            groups += [{**group, "params": new, "lr": rate}]
            groups += [{**group, "params": old, "lr": rate * self.lr_ratio}]
        return groups

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy; at the end also how many test images count as none of the classes."""
        metrics = super().evaluate(final)
        if final and self.validation is not None:
            model = _own_classes(self.model)
            few = torch.arange(len(self.training_images))[:: self._every()]
            model.learn_usual(self._responses(self.training_images.subset(few))[1])
            model.learn_limits(*self._responses(self.validation), self.accepted)
            known = model.is_known(*self._responses(self.test))
            metrics["refused"] = (~known).float().mean().item()
        return metrics

    def _every(self) -> int:
        return math.ceil(len(self.training_images) / MOST_FOR_USUAL)

    def _responses(self, images: ImageSet) -> tuple[Tensor, Tensor]:
        """Logits (N, K) and responses in the middle of the network (N, M) of a whole set."""
        source, model = self.batches, _own_classes(self.model)
        parts = device_batches(images.images, source.mean, source.std, device=source.device)
        found = [model.with_responses(part) for part in parts]
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
            "first weights: pretrained (a small ResNet that comes along), a run folder, a ResNet "
            "as transformers or timm publish it, or none (default: pretrained where it fits)"
        ),
    ] = None
    frozen: Annotated[
        float,
        Help(
            "fraction of the steps in which only the last layer learns, if others have before, "
            "0 to below 1"
        ),
    ] = 0.05
    lr_ratio: Annotated[
        float,
        Help(
            "learning rate of layers that have learned before, relative to the last layer's, "
            "above 0 to 1"
        ),
    ] = 0.6
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
        Help("whether colors say the class; if not, they are exchanged at random; auto: measured"),
    ] = "auto"

    task = OwnClassification

    def __post_init__(self) -> None:
        super().__post_init__()
        require_fraction(self, "frozen")
        require_part(self, "lr_ratio", "accepted")

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        found = {}
        if self.init_from == "none":
            found = dict.fromkeys(("frozen", "lr_ratio"), "no layer has learned before")
        if self.colors == "vary":
            found["recolor"] = f"with {spelled('colors', 'vary')} it is 1"
        return found

    def build(self, device: torch.device) -> OwnClassification:
        """Load the images, the network and its first weights, and join them."""
        train, validation, test = self.data.load(self.known.classes if self.known else ())
        offered = f"{spelled('balance', 'weights')} or {spelled('balance', 'sampling')}"
        tell_rare(train.labels, train.classes, self.balance, offered)
        start = first_weights(self.init_from, self.model, train.images.shape[1])
        info = self.known or self._info(train, start)
        model = self.build_model(info)
        if start is not None:
            load_all_but_last(_own_classes(model), start.weights, self.init_from or "pretrained")
        shown = train
        if self.balance == "sampling":
            shown = train.subset(evened_out(train.labels, self.train.seed))
        how = replace(self.train, batch_size=min(self.train.batch_size, len(shown)))
        augment, note = self._augmentation(train)
        batches = image_batches(shown, info, augment, how, device)
        task = OwnClassification(
            model,
            batches,
            validation,
            test,
            info,
            label_smoothing=self.label_smoothing,
            tta=self.tta,
        )
        task.note = note
        task.training_images, task.accepted = train, self.accepted
        if self.balance == "weights":
            task.class_weights = class_weights(train.labels, len(train.classes)).to(device)
        steps = self.train_config(task).total_steps(batches.steps_per_epoch)
        n_frozen, lr_ratio = round(self.frozen * steps), self.lr_ratio
        if start is not None:
            task.n_frozen, task.lr_ratio = n_frozen, lr_ratio
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

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network, with room for what is none of its classes."""
        sizes = {k: tuple(v) if isinstance(v, list) else v for k, v in info.sizes.items()}
        recipe = replace(self, model=replace(self.model, **sizes)) if sizes else self
        return OwnClasses(ImageClassification.build_model(recipe, info))

    def _info(self, images: ImageSet, start: FirstWeights | None) -> ImageInfo:
        info = image_info(self.data.data, images)
        if start is None or len(start.mean) != len(info.mean):
            return info
        return replace(info, mean=start.mean, std=start.std, sizes=start.sizes)


def load_all_but_last(model: OwnClasses, weights: dict[str, Tensor], name: str) -> None:
    """Take over the weights of another network, except those of its last layer.

    Raises:
        UserError: its layers have other names or sizes.
    """
    own = model.network.state_dict()
    last = last_linear(model.network)
    new = {n for n, module in model.network.named_modules() if module is last}
    taken = {n: w for n, w in weights.items() if n.rpartition(".")[0] not in new}
    wanted = {n for n in own if n.rpartition(".")[0] not in new}
    unlike = [n for n in wanted if n not in taken or taken[n].shape != own[n].shape]
    if unlike or taken.keys() - wanted:
        first = sorted({*unlike, *(taken.keys() - wanted)})[0]
        raise UserError(
            f"the weights of {name} do not fit this network, for example {first}: give a run of "
            f"the same recipe and sizes, or {spelled('init_from', 'none')}."
        )
    model.network.load_state_dict(taken, strict=False)
