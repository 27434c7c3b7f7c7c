"""Batches from data that lives on the device: bytes there, floats only for the batch in hand.

B images of a batch, C channels, H height, W width, N images of the set. What is given to a model
has the shape (B, C, H, W) and the memory order of `torch.channels_last`, which convolutions prefer
on every device.
"""

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from gradatim.data.sampler import ShuffledIndices, torch_generator
from gradatim.data.vision.augment import (
    Augmentation,
    AugmentationDraws,
    CropStore,
    add_lighting,
    color_jitter,
    cut_out,
    mix_up,
    principal_colors,
    rotate,
)
from gradatim.data.vision.strong_augment import SQUEEZE, move, recolor
from gradatim.errors import UserError
from gradatim.spelling import given


class Normalizer:
    """Brings pixels to mean 0 and standard deviation 1 in each channel.

    Args:
        mean, std: of the training set's channels, pixels scaled to [0, 1]; (C,).
        width: of the images.
        device: of the images.
    """

    def __init__(self, mean: Tensor, std: Tensor, width: int, device: torch.device) -> None:
        std = std.float().clamp(min=1e-6)  # a channel of one color stays 0
        self.n_channels = len(std)
        # One value for each byte of a line: the innermost loop then runs over a whole line.
        self.scale = (1 / (255 * std)).to(device).repeat(width)  # (W C,)
        self.offset = (-mean.float() / std).to(device).repeat(width)

    def __call__(self, lines: Tensor) -> Tensor:
        """Normalize pixel values 0 to 255; (B, H, W C) or (B, H, W, C), to (B, C, H, W)."""
        lines = lines.reshape(*lines.shape[:2], len(self.scale))
        values = lines.to(torch.float32, copy=True)
        torch.addcmul(self.offset, values, self.scale, out=values)  # no second buffer
        return values.unflatten(2, (-1, self.n_channels)).permute(0, 3, 1, 2)


def device_batches(
    images: Tensor,
    mean: Tensor,
    std: Tensor,
    *,
    batch_size: int = 1000,
    device: torch.device | str = "cpu",
) -> Iterator[Tensor]:
    """Give normalized images in order, the last batch as small as it comes; to measure a model.

    Args:
        images: uint8 (N, C, H, W), on any device.
        mean, std: of the training set, (C,).
        batch_size: images per batch.
        device: where the batches are needed.
    """
    normalize = Normalizer(mean, std, images.shape[3], torch.device(device))
    for part in images.split(batch_size):
        yield normalize(part.to(device).permute(0, 2, 3, 1))


class ImageBatches:
    """Endless, shuffled, augmented batches of images and targets; every epoch is a new order.

    Batch number k depends on the seed and k alone, so the state to resume from is a place.
    The rest of an epoch that fills no batch is left out.

    Args:
        images: uint8 (N, C, H, W).
        labels: int64 (N,).
        batch_size: B, at most N.
        mean, std: of the channels, pixels scaled to [0, 1]; (C,).
        augmentation: which changes to make; `flip` stores flipped images too, twice the memory.
        seed: of order and changes.
        device: where the data are to live.

    Raises:
        UserError: fewer images than one batch.
    """

    def __init__(
        self,
        images: Tensor,
        labels: Tensor,
        *,
        batch_size: int,
        mean: Tensor,
        std: Tensor,
        augmentation: Augmentation = Augmentation(),  # noqa: B008 (frozen)
        seed: int = 0,
        device: torch.device | str = "cpu",
    ) -> None:
        self.batch_size, self.seed, self.augmentation = batch_size, seed, augmentation
        self.device = torch.device(device)
        self.mean, self.std = mean, std
        self.order = ShuffledIndices(len(images), batch_size, seed)
        self.steps_per_epoch = self.order.steps_per_epoch
        side = min(images.shape[2:])
        if augmentation.cutout > side:
            raise UserError(
                f"{given('cutout', augmentation.cutout)}, and the images have {side} pixels: give "
                f"at most {side}."
            )
        # Bytes are a quarter of the memory of floats, and a whole set of small images fits on a
        # device.
        self.store = CropStore(images.to(self.device), augmentation.shift, augmentation.flip)
        self.labels = labels.to(self.device)
        self.n_classes = int(labels.max()) + 1
        self.normalize = Normalizer(mean, std, images.shape[3], self.device)
        self.principal_colors = principal_colors(images) if augmentation.lighting else None
        self.first_side = torch.randint(
            2, (len(images),), generator=torch_generator(seed, 0, 0)
        )  # (N,)

    @property
    def images(self) -> Tensor:
        """The images as they came, uint8 (N, C, H, W), on the device."""
        return self.store.originals()

    def __iter__(self) -> "ImageBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        """Give the next images, float (B, C, H, W), and targets, int64 (B,).

        With mixup, targets are fractions of the classes, float (B, K).
        """
        index = next(self.order)  # (B,)
        epoch, position = self.order.epoch, self.order.position
        # Drawn on the CPU whatever the device: the same seed gives the same batch everywhere.
        draw = AugmentationDraws(
            len(index), torch_generator(self.seed, epoch, position), self.device
        )
        how = self.augmentation
        flip = torch.zeros_like(index)
        if how.alternating_flip:
            # Every image is seen from both sides in two epochs; by chance half of them would not be
            # (Jordan 2024, section 3.5).
            flip = (self.first_side[index] + epoch) % 2
        elif how.flip:
            flip = draw.whole(2)
        top, left = (draw.whole(2 * how.shift + 1) for _ in range(2))  # 0 without shift
        images = self._normalized(self.store.crop(index, top, left, flip), draw)
        labels = self.labels[index.to(self.device)]
        if how.cutout:
            row, column = draw.whole(images.shape[2]), draw.whole(images.shape[3])
            images = cut_out(images, how.cutout, row.to(self.device), column.to(self.device))
        if how.mixup:
            return mix_up(images, labels, draw.beta(how.mixup), self.n_classes)
        return images, labels

    def _normalized(self, pixels: Tensor, draw: AugmentationDraws) -> Tensor:
        """Turn bytes (B, H, W C) into normalized images (B, C, H, W), colors changed if asked."""
        how = self.augmentation
        if not any((how.rotation, how.color_jitter, how.lighting, how.zoom, how.recolor)):
            return self.normalize(pixels)
        n_channels = len(self.mean)
        images = pixels.unflatten(2, (-1, n_channels)).permute(0, 3, 1, 2)  # planes, not lines:
        # all that follows works channel by channel
        images = images.to(torch.float32, memory_format=torch.contiguous_format) / 255
        if how.zoom:
            images = self._moved(images, draw)
        elif how.rotation:
            images = rotate(images, draw.between(-how.rotation, how.rotation))
        if how.color_jitter:
            low, high = 1 - how.color_jitter, 1 + how.color_jitter
            images = color_jitter(images, *(draw.between(low, high) for _ in range(3)))
        if how.recolor:
            chance, shade = (
                torch.stack([draw.between(low, 1) for _ in range(3)], 1) for low in (0, -1)
            )
            order = torch.stack([draw.between(0, 1) for _ in range(3)], 1).argsort(1)
            images = recolor(images, chance, order, shade, how.recolor)
        if self.principal_colors is not None:
            values, vectors = (part.to(self.device) for part in self.principal_colors)
            weights = draw.normal(how.lighting, n_channels)
            images = add_lighting(images, weights, values, vectors)
        return self.normalize(images.permute(0, 2, 3, 1) * 255)

    def _moved(self, images: Tensor, draw: AugmentationDraws) -> Tensor:
        """Rotate and zoom images (B, C, H, W), about another place the smaller they become."""
        how = self.augmentation
        degrees = draw.between(-how.rotation, how.rotation)
        size = draw.between(math.log(1 - 0.4 * how.zoom), math.log(1 + 0.2 * how.zoom)).exp()
        room = (1 - size).clamp(min=0.1 * how.zoom)
        place = torch.stack([room * draw.between(-1, 1) for _ in range(2)], 1)
        squeeze = draw.between(-SQUEEZE * how.zoom, SQUEEZE * how.zoom)
        return move(images, degrees, size, place, squeeze)

    def state_dict(self) -> dict[str, Any]:
        """Say which batch comes next."""
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Continue with exactly the batch that would have come next."""
        self.order.load_state_dict(state)


class TensorBatches:
    """Endless, shuffled batches of rows of tensors that belong together: inputs and targets, say.

    Args:
        tensors: any types and shapes; the first axis, N, is the same.
        batch_size: B, at most N.
        seed: of the order.
        device: where the data are to live.

    Raises:
        UserError: fewer rows than one batch.
    """

    def __init__(
        self,
        *tensors: Tensor,
        batch_size: int,
        seed: int = 0,
        device: torch.device | str = "cpu",
    ) -> None:
        if len({len(tensor) for tensor in tensors}) != 1:
            raise UserError(
                f"rows must belong together, and the tensors have {[len(t) for t in tensors]} of "
                "them: give as many of each."
            )
        self.batch_size, self.device = batch_size, torch.device(device)
        self.order = ShuffledIndices(len(tensors[0]), batch_size, seed)
        self.steps_per_epoch = self.order.steps_per_epoch
        self.tensors = tuple(tensor.to(self.device) for tensor in tensors)

    def __iter__(self) -> "TensorBatches":
        return self

    def __next__(self) -> tuple[Tensor, ...]:
        """Give the next rows of every tensor, (B, ...) each."""
        index = next(self.order).to(self.device)
        return tuple(tensor.index_select(0, index) for tensor in self.tensors)

    def state_dict(self) -> dict[str, Any]:
        """Say which batch comes next."""
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Continue with exactly the batch that would have come next."""
        self.order.load_state_dict(state)
