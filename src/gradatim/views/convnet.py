"""A convolutional network that trains before your eyes: kernels, feature maps, answers, a scrubber.

Shapes: C feature maps, S height and width of a map, R of a kernel, K classes.
"""

from functools import cache
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from gradatim.data.batches import ImageBatches
from gradatim.data.images import ImageSet, channel_statistics
from gradatim.data.images import load as load_images
from gradatim.insight.activations import capture
from gradatim.models.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.images import Classification
from gradatim.training.settings import Settings
from gradatim.views.controls import Choice, Flag, Number
from gradatim.views.engine import SEED, Engine, seeded
from gradatim.views.files import fit_image, read_image
from gradatim.views.learning import Learner

N_TRAIN, N_TEST = 6000, 500
SHOWN = 8  # feature maps of a layer
KEPT = 60  # moments for the scrubber; when full, every second is dropped


@cache
def images(name: str) -> tuple[ImageSet, ImageSet]:
    """Read the first images of a data set once for all visitors.

    Args:
        name: "digits" (8 x 8, always there) or a published set.
    """
    train, test = load_images(name, "train"), load_images(name, "test")
    return (
        ImageSet(name, "train", train.images[:N_TRAIN], train.labels[:N_TRAIN], train.classes),
        ImageSet(name, "test", test.images[:N_TEST], test.labels[:N_TEST], test.classes),
    )


def network(data: ImageSet, stages: int, width: int) -> ConvNetConfig:
    """Sizes of the network for a data set: `stages` convolutions, each twice as wide."""
    return ConvNetConfig(
        in_channels=data.images.shape[1],
        image_size=data.images.shape[2],
        n_classes=len(data.classes),
        widths=tuple(width * 2**i for i in range(stages)),
        kernel_sizes=(5, 3, 3)[:stages],
        same_padding=True,
        hidden=(64,),
    )


class ConvolutionalNetworkEngine(Engine):
    """A small convolutional network learning real images, watched on one pinned image."""

    name = "convnet"
    controls: ClassVar = {
        "data": Choice("digits", ("digits", "mnist", "fashion-mnist")),
        "stages": Number(2, 1, 3, integer=True),
        "width": Number(8, 4, 12, integer=True),
        "learning_rate": Number(0.002, 0.00005, 1, log=True),
        "batch_size": Number(32, 4, 128, integer=True),
        "image": Number(0, 0, 99, integer=True),
        "mislabel": Flag(False),
        "moment": Number(1000, 0, 1000, integer=True, hidden=True),
        "seed": SEED,
    }
    live = ("learning_rate", "image", "moment")
    accepts = "image/*"
    pace = 30.0
    memory = 40
    own: np.ndarray | None = None  # the visitor's own picture, (S, S)

    def __init__(self, image: Any = None, **values: Any) -> None:
        """Start with the visitor's own image as the pinned one, or with one of the test images.

        Args:
            image: (H, W), (H, W, C) or (C, H, W), bytes of 0..255 or numbers of 0..1.
            values: controls by name.
        """
        if image is not None:
            self.own = fit_image(image, 28)
        super().__init__(**values)

    def start(self) -> None:
        """Load the images and build network and optimizer from the seed."""
        v = self.values
        train, self.test = images(v["data"])
        labels = train.labels.clone()
        if v["mislabel"]:
            labels[labels == 1] = 7
        mean, std = channel_statistics(train.images)
        self.mean, self.std = mean, std
        batches = ImageBatches(
            train.images, labels, batch_size=v["batch_size"], mean=mean, std=std, seed=v["seed"]
        )
        with seeded(v["seed"]):
            model = ConvNet(network(train, v["stages"], v["width"]))
        self.task = Classification(model, batches, self.test, self.test, 0.0, {})
        settings = Settings(
            optimizer="adamw", learning_rate=v["learning_rate"], batch_size=v["batch_size"]
        )
        self.learner = Learner(self.task, settings)
        self.model = model
        self.last_loss = 0.0
        v["moment"] = 1000
        self.every = 1  # steps between two moments kept
        self.moments: list[tuple[int, dict[str, Tensor]]] = [(0, self._weights())]
        self.curve: list[tuple[float, float]] = [self._measure()]

    def advance(self) -> None:
        """Learn from one batch."""
        self.values["moment"] = 1000
        self.last_loss = float(self.learner.step(next(self.task.batches)))
        step = self.steps + 1
        if step % self.every == 0:
            self.moments.append((step, self._weights()))
            if len(self.moments) > KEPT:
                self.moments = self.moments[::2]
                self.every *= 2
        if step % 10 == 0:
            self.curve.append(self._measure())

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return bool(np.isfinite(self.last_loss)) and self.learner.finite()

    def state(self) -> Any:
        """Return a copy of network, optimizer and place in the data."""
        return self.learner.state(), self.task.batches.state_dict(), len(self.curve), self.steps

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        learner, batches, n, step = state
        self.learner.restore(learner)
        self.task.batches.load_state_dict(batches)
        del self.curve[n:]
        self.moments = [moment for moment in self.moments if moment[0] <= step]
        self.last_loss = 0.0

    def changed(self, name: str) -> None:
        """Let a new learning rate act; another image is pinned at once."""
        if name == "learning_rate":
            self.learner.learning_rate(self.values["learning_rate"])
        if name == "image":
            self.own = None

    def load_file(self, name: str, content: bytes) -> None:
        """Pin the visitor's own picture; a dark drawing on white is inverted, as digits are."""
        picture = read_image(content, 28)
        self.own = 1 - picture if picture.mean() > 0.5 else picture
        self.notice = "Your image is pinned; choose another picture to take it away."

    def pinned(self) -> tuple[Tensor, int]:
        """Return the watched image (1, C, S, S) of 0..1 and its class, -1 when unknown."""
        size = self.test.images.shape[2]
        if self.own is not None:
            grey = torch.from_numpy(fit_image(self.own, size)).float()
            return grey.expand(1, self.test.images.shape[1], size, size), -1
        i = self.values["image"]
        return self.test.images[i : i + 1].float() / 255, int(self.test.labels[i])

    def picture(self) -> dict[str, Any]:
        """Return image, first kernels, feature maps, answers, curves, at the scrubbed moment."""
        v = self.values
        now = self._weights()
        step = self.steps
        if v["moment"] < 1000:
            step, weights = self.moments[round(v["moment"] / 1000 * (len(self.moments) - 1))]
            self.model.load_state_dict(weights)
        image, label = self.pinned()
        normal = (image - self.mean[:, None, None]) / self.std[:, None, None]
        # Before pooling the maps have the image's size; the ReLU may as well stand before it.
        names = [f"stages.{i}.0" for i in range(v["stages"])]
        found = capture(self.model, normal, names=[*names, "head"])
        facts: dict[str, Any] = {
            "image": image[0].mean(0),
            "label": label,
            "classes": list(self.test.classes),
            "answer": found["head"][0].softmax(0),
            "kernels": self.model.state_dict()["stages.0.0.weight"][:SHOWN].mean(1).clone(),
            "n_stages": v["stages"],
            "curve": np.array(self.curve[-200:], dtype=np.float32),
            "shown": step,
            "parameters": sum(p.numel() for p in self.model.parameters()),
        }
        for i, name in enumerate(names):
            facts[f"maps_{i}"] = found[name][0, :SHOWN].relu()  # (C, S, S)
            facts[f"count_{i}"] = found[name].shape[1]
        if v["moment"] < 1000:
            self.model.load_state_dict(now)
        return facts

    def sources(self) -> list[Any]:
        """Name the network, its loss, the loop's step and how the maps are read."""
        from gradatim.training.loop import forward_and_backward

        return [ConvNet, Classification.loss, Learner.step, forward_and_backward, capture]

    def _weights(self) -> dict[str, Tensor]:
        return {name: value.clone() for name, value in self.model.state_dict().items()}

    def _measure(self) -> tuple[float, float]:
        self.model.eval()
        with torch.no_grad():
            measured = self.task.evaluate()
        self.model.train()
        return measured["loss"], measured["accuracy"]
