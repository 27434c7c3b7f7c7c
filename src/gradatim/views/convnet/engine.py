"""A convolutional network that trains before your eyes: kernels, feature maps, answers, a scrubber.

Shapes: C feature maps, S height and width of a map, R of a kernel, K classes.
"""

import copy
from contextlib import nullcontext, suppress
from functools import cache
from typing import Any, ClassVar

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from gradatim.data.vision.batches import ImageBatches
from gradatim.data.vision.datasets import load as load_images
from gradatim.data.vision.image_folder import fit_image as fit_photo
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.insight.activation_maximization import maximize
from gradatim.insight.activations import capture
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.vision.classification import Classification, image_info
from gradatim.training.config import OptimizerConfig
from gradatim.training.loop import forward_and_backward
from gradatim.views.convnet.one_place import one_place
from gradatim.views.convnet.own_network import first_fitting, fit_convolutional, shown_layers
from gradatim.views.convnet.pad import Pad
from gradatim.views.convnet.sought import sought_images
from gradatim.views.core.controls import Choice, Flag, Number, Numbers, exactly
from gradatim.views.core.data_at_hand import handwritten
from gradatim.views.core.engine import SEED, Engine, temporary_seed
from gradatim.views.core.network_graph import shown_source
from gradatim.views.core.trainer import Trainer
from gradatim.views.core.uploads import fit_image, open_image

N_TRAIN, N_VALIDATION = 6000, 300
SHOWN = 8  # feature maps of a layer
SEARCHED, EXCITING = 100, 6  # held-out images, and those among them that excite a map most
SOUGHT_EVERY = 100  # steps from one image that is made for a map to the next
MAX_CHECKPOINTS = 60  # for the scrubber; when full, every second one is dropped


@cache
def images(name: str) -> tuple[ImageSet, ImageSet]:
    """Read images to learn from and others to watch, once for all visitors.

    Both are training images of the data set: who watches the curve changes the learning rate after
    it, and the test set must not be chosen on.

    Args:
        name: "digits" (8 x 8, always there) or a published set.
    """
    every = load_images(name, "train")
    n = min(N_TRAIN, len(every.labels) - N_VALIDATION)
    parts = (("train", slice(n)), ("validation", slice(n, n + N_VALIDATION)))
    train, validation = (
        ImageSet(name, split, every.images[part], every.labels[part], every.classes)
        for split, part in parts
    )
    return train, validation


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
        "maps": Choice("seen", ("seen", "sought")),
        "scrub": Number(1000, 0, 1000, integer=True, hidden=True),
        # Layer, map, row and column of the number whose arithmetic is shown; or nothing.
        "place": Numbers(max_length=4, bound=4096, decimals=0),
        "seed": SEED,
    }
    live = ("learning_rate", "image", "scrub", "place", "maps")
    actions = ("draw", "clear")
    accepts = "image/*"
    takes = ("program", "run")
    pace = 30.0
    memory = 40
    photo: Image.Image | None = None  # the visitor's own image, as it came

    def __init__(self, image: Any = None, model: nn.Module | None = None, **values: Any) -> None:
        """Start with an image and a network of one's own, or with a held-out one and the built-in.

        Args:
            image: (H, W), (H, W, C) or (C, H, W), bytes of 0..255 or numbers of 0..1.
            model: any network with `nn.Conv2d` layers from gray images (B, 1, 8, 8) or
                (B, 1, 28, 28) to 10 scores. A copy of it is trained, on the first data set of
                its size if `data=` names none.
            values: controls by name.

        Raises:
            UserError: no image, or a network without convolutions, for other images or classes.
        """
        if image is not None:
            self.photo = Image.fromarray((255 * fit_image(image, 28)).round().astype(np.uint8))
        if model is not None:
            values.setdefault("data", first_fitting(model))
            data = self._control("data").check("data", values["data"])
            self.custom_model = fit_convolutional(model, str(data))
        self.pad = Pad()
        super().__init__(**values)

    @classmethod
    def opening(cls, _: str) -> dict[str, Any]:
        """Open on MNIST where it is."""
        return {"data": handwritten()}

    def start(self) -> None:
        """Load the images and build network and optimizer from the seed."""
        v = self.values
        train, self.validation = images(v["data"])
        if self.photo is not None:
            self.fitted = self._fit_photo(self.photo)
        labels = train.labels.clone()
        if v["mislabel"]:
            labels[labels == 1] = 7  # in training only: the curve shows what was learned
        info = image_info(v["data"], train)
        self.mean, self.std = mean, std = info.statistics
        batches = ImageBatches(
            train.images,
            labels,
            batch_size=v["batch_size"],
            mean=mean,
            std=std,
            seed=v["seed"],
        )
        model = self._network(train)
        self.task = Classification(model, batches, self.validation, self.validation, info)
        config = OptimizerConfig(learning_rate=v["learning_rate"])
        self.trainer = Trainer(self.task, config)
        self.model = model
        self.whole = nn.Sequential(model)  # whose layer "0" is the answer of the network
        self.layers = shown_layers(self.whole, self.pinned()[0])
        self.last_loss = 0.0
        self.sought: tuple[int, list[Tensor]] | None = None  # after a step; see `sought_images`
        v["scrub"] = 1000
        self.every = 1  # steps from one checkpoint to the next
        self.checkpoints: list[tuple[int, dict[str, Tensor]]] = [(0, self._weights())]
        self.curve: list[tuple[float, float]] = [self._measure()]

    def advance(self) -> None:
        """Learn from one batch."""
        self.values["scrub"] = 1000
        random = temporary_seed(
            self.values["seed"] + self.steps
        )  # for a dropout in one's own network
        with nullcontext() if self.custom_model is None else random:
            self.last_loss = float(self.trainer.step(next(self.task.batches)))
        step = self.steps + 1
        if step % self.every == 0:
            self.checkpoints.append((step, self._weights()))
            if len(self.checkpoints) > MAX_CHECKPOINTS:  # thin out: always evenly spread
                self.checkpoints = self.checkpoints[::2]
                self.every *= 2
        if step % 10 == 0:
            self.curve.append(self._measure())

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return bool(np.isfinite(self.last_loss)) and self.trainer.finite()

    def state(self) -> Any:
        """Return a copy of network, optimizer and place in the data."""
        return self.trainer.state(), self.task.batches.state_dict(), len(self.curve), self.steps

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        trainer, batches, n, step = state
        self.trainer.restore(trainer)
        self.task.batches.load_state_dict(batches)
        del self.curve[n:]
        self.checkpoints = [kept for kept in self.checkpoints if kept[0] <= step]
        self.last_loss = 0.0

    def changed(self, name: str) -> None:
        """Let a new learning rate act; another image is pinned at once."""
        if name == "learning_rate":
            self.trainer.set_learning_rate(self.values["learning_rate"])
        if name == "image":
            self.clear(None)

    def draw(self, value: Any) -> None:
        """Draw a line on the pad, from (value[0], value[1]) to (value[2], value[3]), each 0..1."""
        self.pad.line(*exactly("draw", value, 4, 2))
        drawn = self.pad.paper.convert("RGB")
        with suppress(UserError):  # of the first dot: not yet enough ink
            self.fitted = self._fit_photo(drawn)
            self.photo = drawn

    def clear(self, _: Any) -> None:
        """Take a new sheet, and watch an image of the data again."""
        self.pad.wipe()
        self.photo = None

    def load_file(self, name: str, content: bytes) -> None:
        """Pin the visitor's own image; ink is taken from its paper, as `gradatim predict` does."""
        photo = open_image(content)
        self.fitted = self._fit_photo(photo)  # refused before anything is pinned
        self.photo = photo
        self.notice = "Your image is pinned; choose another image with the control to remove it."

    def pinned(self) -> tuple[Tensor, int]:
        """Return the watched image (1, C, S, S) of 0..1 and its class, -1 when unknown."""
        if self.photo is not None:
            return self.fitted, -1
        i = self.values["image"]
        return self.validation.images[i : i + 1].float() / 255, int(self.validation.labels[i])

    def _fit_photo(self, photo: Image.Image) -> Tensor:
        """Bring a photograph to the form of the training images, (1, C, S, S) of 0..1.

        Raises:
            UserError: no ink stands out from the paper.
        """
        pixels = fit_photo(photo, tuple(self.validation.images.shape[1:]), data=self.values["data"])
        return pixels[None].float() / 255

    def frame(self) -> dict[str, Any]:
        """Return image, kernels, maps, answers and curves at the step of the scrubber."""
        v = self.values
        now = self._weights()  # put back below: the scrubber only looks at the past
        step = self.steps
        if v["scrub"] < 1000:
            step, weights = self.checkpoints[round(v["scrub"] / 1000 * (len(self.checkpoints) - 1))]
            self.model.load_state_dict(weights)
        image, label = self.pinned()
        normal = (image - self.mean[:, None, None]) / self.std[:, None, None]
        # Before pooling the maps have the image's size; the ReLU may as well stand before it.
        found = capture(
            self.whole, normal, names=[*{at.split("#")[0]: 0 for at in self.layers}, "0"]
        )
        first = self.whole.get_parameter(f"{self.layers[0].split('#')[0]}.weight")
        shown: dict[str, Any] = {
            "image": image[0].mean(0),
            "label": label,
            "classes": list(self.validation.classes),
            "answer": found["0"][0].softmax(0),
            "kernels": first.detach()[:SHOWN].mean(1).clone(),
            "n_stages": len(self.layers),
            "names": [] if self.custom_model is None else [at[2:] for at in self.layers],
            "curve": np.array(self.curve[-200:], dtype=np.float32),
            "shown": step,
            "parameters": sum(p.numel() for p in self.model.parameters()),
            "pad": self.pad.shown,
            "drawn": not self.pad.empty,
            **self._arithmetic(found, normal),
        }
        for i, name in enumerate(self.layers):
            maps = found[name][0, :SHOWN]  # (C, S, S)
            if maps.shape[-1] > 32:  # a frame has 40 kB for all of them
                maps = nn.functional.adaptive_avg_pool2d(maps, 32)
            shown[f"maps_{i}"] = maps.relu() if self.custom_model is None else maps
            shown[f"count_{i}"] = found[name].shape[1]
        if v["maps"] == "sought":
            shown |= self._sought(step, image)
        if v["scrub"] < 1000:
            self.model.load_state_dict(now)
        return shown

    def _sought(self, step: int, image: Tensor) -> dict[str, Any]:
        """What the maps look for; kept for a while, as making it takes a third of a second."""
        if self.sought is None or abs(step - self.sought[0]) >= SOUGHT_EVERY:
            layers = [name.split("#")[0] for name in self.layers]
            shape = (int(image.shape[1]), int(image.shape[2]), int(image.shape[3]))
            self.sought = step, sought_images(self.whole, layers, shape, SHOWN)
        made = {f"sought_{i}": images for i, images in enumerate(self.sought[1])}
        return {"sought": self.sought[0], **made}

    def _arithmetic(self, maps: dict[str, Tensor], image: Tensor) -> dict[str, Any]:
        """Compute the number that was asked for; nothing where this network has no such place."""
        place = [int(n) for n in self.values["place"]]
        if len(place) != 4 or not 1 <= place[0] <= len(self.layers):
            return {"asked": []}
        layer, channel, row, column = place
        name = self.layers[layer - 1]
        C, Y, X = maps[name].shape[1:]
        if not (0 <= channel < C and 0 <= row < Y and 0 <= column < X):
            return {"asked": []}
        return {
            "asked": place,
            "exciting": self.exciting(name, channel),
            **one_place(self.whole, image, name.split("#")[0], channel, row, column),
        }

    def exciting(self, name: str, channel: int) -> Tensor:
        """The held-out images in which a map has its largest numbers, uint8 (EXCITING, S, S)."""
        images = self.validation.images[:SEARCHED]
        normal = (images.float() / 255 - self.mean[:, None, None]) / self.std[:, None, None]
        maps = capture(self.whole, normal, names=[name.split("#")[0]])[name][:, channel]
        return images[maps.amax((1, 2)).topk(EXCITING).indices, 0]

    def sources(self) -> list[Any]:
        """Name the network, its loss, the loop's step and how the maps are read."""
        read = maximize if self.values["maps"] == "sought" else capture
        network = shown_source(self.model)
        return [network, Classification.loss, Trainer.step, forward_and_backward, read]

    def fit_model(self, model: nn.Module) -> nn.Module:
        """Check a network of the visitor's own; the controls tell its data set and its layers."""
        data = first_fitting(model)
        self.values |= {"data": data, "stages": 2, "width": 8}
        return model

    def _network(self, train: ImageSet) -> nn.Module:
        """Build the network of the controls, or copy the one that was brought."""
        v = self.values
        if self.custom_model is None:
            with temporary_seed(v["seed"]):
                return ConvNet(network(train, v["stages"], v["width"]))
        if any(v[name] != self.controls[name].default for name in ("stages", "width")):
            raise UserError("This network is your own, so its layers cannot be changed here.")
        return copy.deepcopy(fit_convolutional(self.custom_model, v["data"])).train()

    def _weights(self) -> dict[str, Tensor]:
        return {name: value.clone() for name, value in self.model.state_dict().items()}

    def _measure(self) -> tuple[float, float]:
        self.model.eval()
        with torch.no_grad():
            measured = self.task.evaluate()
        self.model.train()
        return measured["loss"], measured["accuracy"]
