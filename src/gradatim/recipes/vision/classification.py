"""Image recipes: the ladder from the perceptron to the residual network, on seven data sets."""

from dataclasses import dataclass
from math import prod
from typing import Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import ImageBatches, device_batches
from gradatim.data.vision.image_set import ImageSet, channel_statistics, split_off
from gradatim.errors import UserError
from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes.base import Recipe
from gradatim.training import Task


class Classification(Task):
    """Name the class of an image: cross-entropy, accuracy.

    Args:
        model: images (B, C, H, W) to logits (B, K).
        batches: of training images and targets.
        held_out: what is measured during the run.
        test: what is measured at its end.
        label_smoothing: share of the target spread over all classes (Szegedy et al. 2016).
        facts: see `Task.facts`.
        looks: at each image of the test, see `look`; during the run it is looked at once.
    """

    batches: ImageBatches

    def __init__(
        self,
        model: nn.Module,
        batches: ImageBatches,
        held_out: ImageSet,
        test: ImageSet,
        label_smoothing: float,
        facts: dict[str, Any],
        looks: int = 1,
    ) -> None:
        self.model, self.batches, self.facts = model, batches, facts
        self.held_out, self.test = held_out, test
        self.label_smoothing, self.looks = label_smoothing, looks

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch; mixed images have shares of two classes as target (B, K)."""
        images, targets = batch
        logits = self.model(images)  # (B, K)
        loss = F.cross_entropy(logits, targets, label_smoothing=self.label_smoothing)
        classes = targets if targets.ndim == 1 else targets.argmax(1)  # (B,)
        return loss, {"accuracy": (logits.detach().argmax(1) == classes).float().mean()}

    def logits(self, images: ImageSet, looks: int | None = None) -> Tensor:
        """Run the model over a whole set; (N, K)."""
        source, looks = self.batches, looks or self.looks
        parts = device_batches(images.images, source.mean, source.std, device=source.device)
        return torch.cat([look(self.model, part, looks) for part in parts]).float()

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and accuracy on held-out images, at the end on the test set."""
        images = self.test if final else self.held_out
        logits = self.logits(images, None if final else 1)
        labels = images.labels.to(logits.device)
        accuracy = (logits.argmax(1) == labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, labels).item(), "accuracy": accuracy}


def look(model: nn.Module, images: Tensor, looks: int) -> Tensor:
    """Classify images by the mean of several looks at them (K. Jordan, arXiv:2404.00498).

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: a batch of them.
        looks: 1; 2 with the mirror image; 6 with both also shifted by a pixel to two corners,
            which count half.
    """
    if looks == 1:
        return model(images)
    both_sides = 0.5 * model(images) + 0.5 * model(images.flip(3))
    if looks == 2:
        return both_sides
    padded = F.pad(images, (1,) * 4, mode="reflect")
    corners = [look(model, padded[:, :, :-2, :-2], 2), look(model, padded[:, :, 2:, 2:], 2)]
    return 0.5 * both_sides + 0.25 * (corners[0] + corners[1])


@dataclass(frozen=True, kw_only=True)
class ImageRecipe(Recipe):
    """What all image recipes share: data, augmentation, label smoothing."""

    data: str = "digits"  # digits, mnist, fashion-mnist, cifar-10, usps, ..., or a folder of yours
    hold_out: float = 0.0  # share of the training images measured during the run; 0: the test set
    image_size: int = 64  # height and width of pictures from a folder, in pixels
    label_smoothing: float = 0.0  # share of the target spread over all classes
    flip: bool = False  # mirror left and right at random
    alternate: bool = False  # mirror every second epoch instead of at random; with --flip
    shift: int = 0  # largest shift in pixels
    rotation: float = 0.0  # largest turn in degrees
    colour: float = 0.0  # strength of brightness, contrast and saturation changes
    lighting: float = 0.0  # strength of the 2012 paper's colour noise along principal components
    cutout: int = 0  # side of a grey square, in pixels
    mixup: float = 0.0  # alpha of the mixture of two images
    looks: Literal[1, 2, 6] = 1  # at each test picture: 2 with its mirror, 6 with both shifted

    def check(self) -> None:
        """Check the share of the target that label smoothing spreads."""
        if not 0 <= self.label_smoothing <= 1:
            raise UserError(f"label_smoothing is {self.label_smoothing}: give a share from 0 to 1.")

    def build(self, device: torch.device) -> Classification:
        """Load the images onto the device and join them with the model."""
        train, test = (load(self.data, split, size=self.image_size) for split in ("train", "test"))
        held_out = test
        if self.hold_out:
            train, held_out = split_off(train, self.hold_out, seed=0)
        mean, std = channel_statistics(train.images)
        facts = {
            "data": self.data,
            "classes": list(train.classes),
            "shape": list(train.images.shape[1:]),  # channels, height, width
            "mean": mean.tolist(),
            "std": std.tolist(),
        }
        batches = ImageBatches(
            train.images,
            train.labels,
            batch_size=self.batch_size,
            augmentation=Augmentation(
                flip=self.flip,
                alternate=self.alternate,
                shift=self.shift,
                rotation=self.rotation,
                colour=self.colour,
                lighting=self.lighting,
                cutout=self.cutout,
                mixup=self.mixup,
            ),
            seed=self.seed,
            device=device,
            mean=mean,
            std=std,
        )
        return self.join(self.model(facts), batches, held_out, test, facts)

    def join(
        self,
        model: nn.Module,
        batches: ImageBatches,
        held_out: ImageSet,
        test: ImageSet,
        facts: dict[str, Any],
    ) -> Classification:
        """Make the task of model and data."""
        smoothing, looks = self.label_smoothing, self.looks
        return Classification(model, batches, held_out, test, smoothing, facts, looks)


@dataclass(frozen=True, kw_only=True)
class PerceptronRecipe(ImageRecipe):
    """Softmax regression: one layer of weights."""

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the perceptron for images of this size."""
        n_classes = len(facts["classes"])
        return Perceptron(PerceptronConfig(in_features=prod(facts["shape"]), n_classes=n_classes))


@dataclass(frozen=True, kw_only=True)
class MLPRecipe(ImageRecipe):
    """The multi-layer perceptron."""

    hidden: tuple[int, ...] = (256, 128)  # neurons of each hidden layer
    activation: Literal["relu", "tanh", "sigmoid", "gelu"] = "relu"
    dropout: float = 0.0  # share of neurons silenced in training

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the MLP for images of this size."""
        return MLP(
            MLPConfig(
                in_features=prod(facts["shape"]),
                n_classes=len(facts["classes"]),
                hidden=self.hidden,
                activation=self.activation,
                dropout=self.dropout,
            )
        )


@dataclass(frozen=True, kw_only=True)
class ConvNetRecipe(ImageRecipe):
    """LeNet-style: convolution and pooling, repeated."""

    widths: tuple[int, ...] = (24, 32)  # feature maps of each stage
    kernel_sizes: tuple[int, ...] = (5, 3)  # pixels, of each stage
    same_padding: bool = False  # keep the size of the map through a convolution
    hidden: tuple[int, ...] = (256,)  # neurons of each fully connected layer
    batch_norm: bool = False  # after every convolution
    dropout: float = 0.0  # share silenced before each fully connected layer

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network for images of this size."""
        config = ConvNetConfig(
            in_channels=facts["shape"][0],
            image_size=facts["shape"][1],
            n_classes=len(facts["classes"]),
            widths=self.widths,
            kernel_sizes=self.kernel_sizes,
            same_padding=self.same_padding,
            hidden=self.hidden,
            batch_norm=self.batch_norm,
            dropout=self.dropout,
        )
        return ConvNet(config).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


@dataclass(frozen=True, kw_only=True)
class ResNetRecipe(ImageRecipe):
    """Residual network: blocks with a shortcut."""

    widths: tuple[int, ...] = (16, 32, 64)  # feature maps of each stage
    depths: tuple[int, ...] = (3, 3, 3)  # blocks of each stage
    stem: Literal["cifar", "imagenet"] = "cifar"  # first layer: 3x3, or 7x7 and pooling
    shortcut: Literal["padding", "projection"] = "padding"  # where the size changes

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network for images with these channels."""
        config = ResNetConfig(
            in_channels=facts["shape"][0],
            n_classes=len(facts["classes"]),
            widths=self.widths,
            depths=self.depths,
            stem=self.stem,
            shortcut=self.shortcut,
        )
        return ResNet(config).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


@dataclass(frozen=True, kw_only=True)
class AlexNetRecipe(ImageRecipe):
    """The network of 2012, in one tower."""

    dropout: float = 0.5  # share silenced before the fully connected layers

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network for images with these channels."""
        channels, n_classes = facts["shape"][0], len(facts["classes"])
        return AlexNet(
            AlexNetConfig(in_channels=channels, n_classes=n_classes, dropout=self.dropout)
        )
