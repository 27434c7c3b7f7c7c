"""Train here, test there: digits of one data set to learn from, those of another to read.

Both show the digits 0 to 9; other people wrote them, another device scanned them, another person
chose how much margin to leave.

Shapes: N images, all 16 x 16 and gray.
"""

import math
from functools import cache
from typing import Any, ClassVar, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.sampler import torch_generator
from gradatim.data.vision.batches import TensorBatches
from gradatim.data.vision.datasets import load as load_images
from gradatim.data.vision.image_set import ImageSet
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.multimodal.shipped_models import digit_examples
from gradatim.recipes.vision.digit_frames import IMAGE_SIZE, crop_to_content, shrink, warp
from gradatim.stats import fraction
from gradatim.training.config import OptimizerConfig
from gradatim.training.task import Task
from gradatim.views.core.controls import Choice, Number
from gradatim.views.core.engine import SEED, Engine, temporary_seed
from gradatim.views.core.trainer import Trainer
from gradatim.views.core.uploads import read_image

N_TRAIN, N_HOME, N_AWAY = 1100, 300, 400  # images at most: to learn from, to measure on
BATCH = 32
MEASURE_EVERY = 5  # steps
SHOWN = 24  # images of the other data set that are shown with their answers
PAIRS = ("digits-mnist", "mnist-usps", "usps-mnist")


class DataSetPair(NamedTuple):
    """Two data sets: images to learn from, and those of the other."""

    here: ImageSet
    there: ImageSet


@cache
def pair(name: str) -> DataSetPair:
    """Read two data sets, once for all visitors.

    The first pair needs no download: scikit-learn's digits, and 100 of MNIST that ship. Of the
    others all are training images: who plays here chooses, and no test set must be chosen on.
    """
    first, second = name.split("-")
    if name == PAIRS[0]:
        return DataSetPair(load_images(first, "train"), digit_examples())
    return DataSetPair(load_images(first, "train"), load_images(second, "train"))


class DigitTask(Task):
    """Tell digits apart; the images are stretched at random where that is wanted."""

    def __init__(self, model: nn.Module, batches: TensorBatches, strength: float) -> None:
        """Join network and batches; a strength of 0 leaves the images as they are."""
        self.model, self.batches, self.strength = model, batches, strength

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch of images (B, 1, 16, 16) and labels (B,)."""
        images, labels = batch
        return F.cross_entropy(self.model(warp(images, self.strength)), labels), {}


class UnseenDataEngine(Engine):
    """A network that learns the digits of one data set, measured on those of another."""

    name = "unseen_data"
    controls: ClassVar = {
        "data": Choice("digits-mnist", PAIRS),
        "remedy": Choice("none", ("none", "crop", "augment")),
        "labeled": Number(0, 0, 5, integer=True),  # images per class of the other data set
        "learning_rate": Number(0.002, 0.0001, 0.05, log=True),
        "seed": SEED,
    }
    live = ("learning_rate",)
    accepts = ".png,.jpg,.jpeg,.webp,.gif,.bmp"
    pace = 30.0
    memory = 30
    own: Tensor | None = None  # the visitor's digit, uint8 (1, 1, 28, 28), white on black

    def start(self) -> None:
        """Choose the images and build the network from the seed."""
        v = self.values
        here, there = pair(v["data"])
        generator = torch_generator(v["seed"], 17)
        order = torch.randperm(len(here), generator=generator)
        home, known = order[:N_HOME], order[N_HOME : N_HOME + N_TRAIN]
        away = torch.randperm(len(there), generator=generator)
        given = self.first_of_each(there.labels[away], v["labeled"])
        given, away = away[given], away[~given][:N_AWAY]
        images, labels = self.framed(here, known), here.labels[known]
        if len(given):  # repeated, so that a fourth of what is learned from is of the other kind
            again = max(1, len(known) // (3 * len(given)))
            images = torch.cat((images, self.framed(there, given).repeat(again, 1, 1, 1)))
            labels = torch.cat((labels, there.labels[given].repeat(again)))
        self.home = self.framed(here, home), here.labels[home]
        self.away = self.framed(there, away), there.labels[away]
        self.sizes = (len(known), len(given))
        with temporary_seed(v["seed"]):
            model = ConvNet(
                ConvNetConfig(
                    in_channels=1,
                    image_size=IMAGE_SIZE,
                    n_classes=10,
                    widths=(16, 32),
                    kernel_sizes=(5, 3),
                    same_padding=True,
                    hidden=(64,),
                )
            )
        batches = TensorBatches(images, labels, batch_size=BATCH, seed=v["seed"])
        self.task = DigitTask(model, batches, float(v["remedy"] == "augment"))
        self.trainer = Trainer(self.task, OptimizerConfig(learning_rate=v["learning_rate"]))
        self.loss = 0.0
        self.curve: list[tuple[int, float, float]] = []  # step, accuracy here and there
        self.learned_from = images[:SHOWN]
        self.measure(0)

    def framed(self, images: ImageSet, rows: Tensor) -> Tensor:
        """Bring images to 16 x 16, cropped to the digit where that is the remedy."""
        taken = ImageSet(
            images.name, images.split, images.images[rows], images.labels[rows], images.classes
        )
        return shrink(taken, crop=self.values["remedy"] == "crop")

    @staticmethod
    def first_of_each(labels: Tensor, n: int) -> Tensor:
        """Mark the first n images of every class, (N,)."""
        marked = torch.zeros(len(labels), dtype=torch.bool)
        for digit in range(10):
            marked[(labels == digit).nonzero()[:n, 0]] = True
        return marked

    def advance(self) -> None:
        """Learn from one batch."""
        with temporary_seed(self.values["seed"] + self.steps):  # the stretching is drawn from it
            self.loss = float(self.trainer.step(next(self.task.batches)))
        if (self.steps + 1) % MEASURE_EVERY == 0:
            self.measure(self.steps + 1)

    @torch.no_grad()
    def answers(self, images: Tensor) -> Tensor:
        """Probability of every digit for images (N, 1, 16, 16), (N, 10)."""
        self.task.model.eval()
        found = self.task.model(images).softmax(1)
        self.task.model.train()
        return found

    def measure(self, step: int) -> None:
        """Measure on unseen images of both data sets."""
        self.said = self.answers(self.away[0])
        right_here = self.answers(self.home[0]).argmax(1) == self.home[1]
        right_there = self.said.argmax(1) == self.away[1]
        self.curve.append(
            (step, float(right_here.float().mean()), float(right_there.float().mean()))
        )

    def changed(self, name: str) -> None:
        """Let a new learning rate act from the next step on."""
        self.trainer.set_learning_rate(self.values[name])

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return math.isfinite(self.loss) and self.trainer.finite()

    def state(self) -> Any:
        """Return a copy of network, optimizer and place in the data."""
        batches = self.task.batches.state_dict()
        return self.trainer.state(), batches, len(self.curve), self.said

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        trainer, batches, n, self.said = state
        self.trainer.restore(trainer)
        self.task.batches.load_state_dict(batches)
        del self.curve[n:]
        self.loss = 0.0

    def load_file(self, name: str, content: bytes) -> None:
        """Read the visitor's own digit: it comes from yet another data set."""
        pixels = torch.from_numpy(read_image(content, 28))
        ink = 1 - pixels if pixels.mean() > 0.5 else pixels  # light on dark, as the others
        self.own = (255 * ink).round().to(torch.uint8)[None, None]
        self.notice = "Your digit is read as well; with a crop it has the frame of the others."

    def own_digit(self) -> dict[str, Any]:
        """The visitor's digit as the network sees it, and its answer, if there is one."""
        if self.own is None:
            return {"own": None, "own_said": []}
        image = self.own.float()
        if self.values["remedy"] == "crop":
            image = crop_to_content(image)
        else:
            size = (IMAGE_SIZE, IMAGE_SIZE)
            image = F.interpolate(image, size, mode="bilinear", antialias=True)
        image = image.clamp(0, 255) / 127.5 - 1
        answer = self.answers(image)[0]
        return {"own": image[0, 0], "own_said": [int(answer.argmax()), float(answer.max())]}

    def frame(self) -> dict[str, Any]:
        """Return both accuracies with their intervals, and images with what is said of them."""
        counts = len(self.home[1]), len(self.away[1])
        accuracies = self.curve[-1][1:]
        intervals = [fraction(round(a * n), n) for a, n in zip(accuracies, counts, strict=True)]
        said = self.said[:SHOWN].max(1)
        wrong = self.said.argmax(1) != self.away[1]
        return {
            "names": [images.name for images in pair(self.values["data"])],
            "here": self.learned_from,
            "there": self.away[0][:SHOWN],
            "said": said.indices.tolist(),
            "truth": self.away[1][:SHOWN].tolist(),
            "confidence": float(self.said.max(1).values[wrong].mean()) if wrong.any() else 0.0,
            "curve": np.array(self.curve[-240:], np.float32),
            "low": [interval.low for interval in intervals],
            "high": [interval.high for interval in intervals],
            "counts": list(counts),
            "sizes": list(self.sizes),
            **self.own_digit(),
        }

    def sources(self) -> list[Any]:
        """Name the frames, the stretching and the loss."""
        return [shrink, crop_to_content, warp, DigitTask]
