"""Few images, many weights: the gap between training and unseen images, with and without help.

Two networks learn from the same seed; they differ in one idea of 2012.

Shapes: N images, C channels, S height and width, K classes.
"""

import math
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from gradatim.data.sampler import torch_generator
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import ImageBatches
from gradatim.data.vision.datasets import load as load_images
from gradatim.data.vision.image_set import ImageSet
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.vision.classification import Classification, image_info
from gradatim.training.config import OptimizerConfig
from gradatim.views.core.controls import Choice, Number
from gradatim.views.core.data_at_hand import handwritten
from gradatim.views.core.engine import SEED, Engine, temporary_seed
from gradatim.views.core.trainer import Trainer

N_UNSEEN = 400  # images that neither network learns from
N_MEASURED = 300  # training images at most, on which the training accuracy is measured
MEASURE_EVERY = 5  # steps
SHOWN = 6  # versions of an image, and images on which the two networks differ
MORE = 10  # times as many images
IDEAS = ("shift_rotate", "flip", "dropout", "more")


@cache
def images(data: str) -> tuple[ImageSet, ImageSet]:
    """Read images to draw from and others that stay unseen, once for all visitors.

    Both are training images of the data set: who plays here until the number is good has chosen on
    them, and the test set must not be chosen on.
    """
    every = load_images(data, "train")
    n = len(every.labels) - N_UNSEEN
    return part(every, torch.arange(n)), part(every, torch.arange(n, n + N_UNSEEN))


def part(images: ImageSet, index: Tensor) -> ImageSet:
    """Take some images of a set."""
    name, split, classes = images.name, images.split, images.classes
    return ImageSet(name, split, images.images[index], images.labels[index], classes)


def augmentation(idea: str, side: int) -> Augmentation:
    """The changes that an idea makes to images of `side` pixels; none for the other ideas."""
    if idea == "shift_rotate":
        return Augmentation(shift=max(1, side // 10), rotation=12)
    return Augmentation(flip=idea == "flip")


@dataclass
class Learner:
    """One of the two networks, its images, and how it did so far."""

    task: Classification
    trainer: Trainer
    measured: ImageSet  # some of its training images
    loss: float = 0.0
    curve: list[tuple[int, float, float]] = field(default_factory=list)  # step, training, unseen

    @torch.no_grad()
    def measure(self, step: int) -> Tensor:
        """Note both accuracies; returns the answers on the unseen images, (N_UNSEEN,)."""
        self.task.model.eval()
        known = self.task.logits(self.measured).argmax(1) == self.measured.labels
        answers = self.task.logits(self.task.test).argmax(1)
        right = answers == self.task.test.labels
        self.task.model.train()
        self.curve.append((step, float(known.float().mean()), float(right.float().mean())))
        return answers


class OverfittingEngine(Engine):
    """Two networks from one seed on few images: one as it is, one with an idea of 2012."""

    name = "overfitting"
    controls: ClassVar = {
        "data": Choice("digits", ("digits", "mnist", "fashion-mnist", "cifar-10")),
        "idea": Choice("more", IDEAS),
        "n_images": Number(100, 20, 1000, log=True, integer=True),
        "learning_rate": Number(0.002, 0.0001, 0.1, log=True),
        "seed": SEED,
    }
    live = ("learning_rate",)
    pace = 30.0
    memory = 20  # states of two networks

    @classmethod
    def opening(cls, _: str) -> dict[str, Any]:
        """Open on MNIST where it is."""
        return {"data": handwritten()}

    def start(self) -> None:
        """Draw the images and build both networks from the seed."""
        v = self.values
        every, self.unseen = images(v["data"])
        generator = torch_generator(v["seed"], 12)
        order = torch.randperm(len(every), generator=generator)
        few, many = order[: v["n_images"]], order[: MORE * v["n_images"]]
        self.n_images = (len(few), len(many if v["idea"] == "more" else few))
        self.without = self.learner(part(every, few), "")
        self.helped = self.learner(part(every, many if v["idea"] == "more" else few), v["idea"])
        self.versions = self.versions_of(part(every, many[:SHOWN]))
        self.measure(0)

    def learner(self, train: ImageSet, idea: str) -> Learner:
        """Build a network and its batches; both learners begin with the same weights."""
        v = self.values
        side = train.images.shape[2]
        config = ConvNetConfig(
            in_channels=train.images.shape[1],
            image_size=side,
            n_classes=len(train.classes),
            widths=(16, 32) if side < 16 else (8, 16),  # drawn 30 times a second
            kernel_sizes=(3, 3) if side < 16 else (5, 3),
            same_padding=True,
            hidden=(128,),
            dropout=0.5 if idea == "dropout" else 0.0,
        )
        with temporary_seed(v["seed"]):
            model = ConvNet(config)
        info = image_info(v["data"], train)
        mean, std = info.statistics
        batches = ImageBatches(
            train.images,
            train.labels,
            batch_size=min(32, len(train)),
            mean=mean,
            std=std,
            augmentation=augmentation(idea, side),
            seed=v["seed"],
        )
        task = Classification(model, batches, self.unseen, self.unseen, info)
        trainer = Trainer(task, OptimizerConfig(learning_rate=v["learning_rate"]))
        return Learner(task, trainer, part(train, torch.arange(min(len(train), N_MEASURED))))

    def versions_of(self, some: ImageSet) -> Tensor:
        """What the helped network is shown of the first image, uint8 (SHOWN, C, S, S)."""
        idea = self.values["idea"]
        if idea == "more":
            return some.images
        same = some.images[:1].expand(SHOWN, -1, -1, -1).contiguous()
        changes = augmentation(idea, same.shape[2])
        n_channels = same.shape[1]
        source = ImageBatches(
            same,
            torch.zeros(SHOWN, dtype=torch.long),
            batch_size=SHOWN,
            mean=torch.zeros(n_channels),  # left as they are
            std=torch.ones(n_channels),
            augmentation=changes,
            seed=self.values["seed"],
        )
        return (255 * next(source)[0]).clamp(0, 255).round().to(torch.uint8).contiguous()

    def advance(self) -> None:
        """Let both learn from one batch each."""
        for i, learner in enumerate((self.without, self.helped)):
            # Dropout draws from torch's own generator.
            with temporary_seed(2 * (self.values["seed"] + self.steps) + i):
                learner.loss = float(learner.trainer.step(next(learner.task.batches)))
        if (self.steps + 1) % MEASURE_EVERY == 0:
            self.measure(self.steps + 1)

    def measure(self, step: int) -> None:
        """Measure both, and find unseen images that only one of them names right."""
        labels = self.unseen.labels
        a, b = (learner.measure(step) for learner in (self.without, self.helped))
        found = ((a == labels) != (b == labels)).nonzero()[:SHOWN, 0]
        self.differing = self.unseen.images[found]
        self.named = [[int(row[i]) for i in found] for row in (labels, a, b)]

    def changed(self, name: str) -> None:
        """Let a new learning rate act from the next step on."""
        for learner in (self.without, self.helped):
            learner.trainer.set_learning_rate(self.values[name])

    def finite(self) -> bool:
        """Say whether losses and weights of both are finite."""
        both = (self.without, self.helped)
        return all(math.isfinite(one.loss) and one.trainer.finite() for one in both)

    def state(self) -> Any:
        """Return a copy of both networks, optimizers and places in the data."""
        return [
            (one.trainer.state(), one.task.batches.state_dict(), len(one.curve))
            for one in (self.without, self.helped)
        ]

    def restore(self, state: Any) -> None:
        """Put both back."""
        for one, (trainer, batches, n) in zip((self.without, self.helped), state, strict=True):
            one.trainer.restore(trainer)
            one.task.batches.load_state_dict(batches)
            del one.curve[n:]
            one.loss = 0.0

    def frame(self) -> dict[str, Any]:
        """Return both curves, what the helped network is shown, and where the two differ."""
        curves = [np.array(one.curve[-240:], np.float32) for one in (self.without, self.helped)]
        return {
            "without": curves[0],
            "helped": curves[1],
            "n_images": list(self.n_images),
            "n_unseen": N_UNSEEN,
            "n_weights": sum(p.numel() for p in self.without.task.model.parameters()),
            "versions": self.versions,
            "differing": self.differing,
            "named": self.named,
            "classes": list(self.unseen.classes),
        }

    def sources(self) -> list[Any]:
        """Name the augmentation, the batches that apply it, and the network."""
        return [augmentation, ImageBatches.__next__, ConvNet]
