"""An independent judge of drawn images: a ConvNet that has seen real images only.

It says what it reads on an image, and its last hidden layer describes images by numbers, in which
sets of images are compared. It is trained anew for each measurement, always from the same seed.
"""

import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor

from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import device_batches
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.runs import start
from gradatim.recipes.vision.classification import ImageClassification, ImageData, open_classifier
from gradatim.training import OptimizerConfig, RuntimeOptions, TrainConfig

SEED = 1_000_003  # that of no run


@dataclass(frozen=True)
class Judge:
    """A trained ConvNet, and the statistics that it normalizes images by."""

    model: ConvNet
    mean: Tensor
    std: Tensor

    @torch.no_grad()
    def features(self, images: Tensor) -> Tensor:
        """Images (N, C, H, W), pixels from 0 to 1 -> the last hidden layer, (N, F)."""
        pixels = (images.float().cpu().clamp(0, 1) * 255).round().to(torch.uint8)
        parts = device_batches(pixels, self.mean, self.std)
        return torch.cat([self.model.head[:-1](self.model.stages(p).flatten(1)) for p in parts])

    def read(self, images: Tensor) -> Tensor:
        """Images (N, C, H, W), pixels from 0 to 1 -> the classes that the judge reads, (N,)."""
        return self.classes(self.features(images))

    @torch.no_grad()
    def classes(self, features: Tensor) -> Tensor:
        """Features (N, F) -> classes (N,)."""
        return self.model.head[-1](features).argmax(1)


@lru_cache(maxsize=4)
def train_judge(data: str, size: int | None, steps: int) -> Judge:
    """Train a judge on the real training images of a data set.

    Args:
        data: its name.
        size: height and width the images are brought to, in pixels; None: as they are.
        steps: of the training.
    """
    recipe = ImageClassification(
        network=ConvNet,
        model=ConvNetConfig(
            widths=(32, 64), kernel_sizes=(3, 3), same_padding=True, batch_norm=True, hidden=(64,)
        ),
        data=ImageData(data=data, image_size=size, val_fraction=0),
        augment=Augmentation(shift=1),
        train=TrainConfig(steps=steps, seed=SEED, optim=OptimizerConfig(learning_rate=0.01)),
    )
    threads = torch.get_num_threads()
    recipe = replace(recipe, train=replace(recipe.train, threads=threads))
    # The evaluation of a run has turned gradients off, and the judge has to learn; the random
    # numbers that come next must not depend on whether there is a judge already.
    with (
        tempfile.TemporaryDirectory() as folder,
        torch.enable_grad(),
        torch.random.fork_rng(devices=[]),
    ):
        place = Path(folder) / "judge"
        start("mnist-convnet", recipe, place, options=RuntimeOptions(device="cpu"), show=False)
        model, info, _ = open_classifier(place)
    assert isinstance(model, ConvNet)
    return Judge(model, *info.statistics)
