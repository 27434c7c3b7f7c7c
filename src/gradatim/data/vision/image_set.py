"""A set of images with labels: what every loader returns, and how it is split."""

import hashlib
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from gradatim.data.sampler import stratified
from gradatim.errors import UserError
from gradatim.spelling import spelled


@dataclass(frozen=True)
class ImageSet:
    """Images and what is on them."""

    name: str
    split: str
    images: Tensor  # uint8 (N, C, H, W)
    labels: Tensor  # int64 (N,)
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def fingerprint(self) -> dict[str, int | str]:
        """How many images, and the SHA-256 of images and labels."""
        sha = hashlib.sha256(self.images.contiguous().numpy().data)
        sha.update(self.labels.contiguous().numpy().data)
        return {"size": len(self), "sha256": sha.hexdigest()}

    def subset(self, rows: Tensor) -> "ImageSet":
        """Take the images of these rows, int64 (M,)."""
        return replace(self, images=self.images[rows], labels=self.labels[rows])


def channel_statistics(images: Tensor) -> tuple[Tensor, Tensor]:
    """Return mean and standard deviation of each channel, in units of 0 to 1, both (C,).

    Args:
        images: uint8 (N, C, H, W).
    """
    total = torch.zeros(images.shape[1], dtype=torch.int64)
    squares = torch.zeros_like(total)
    for part in images.split(1000):  # sums of integers: exact, and no large copy
        pixels = part.transpose(0, 1).flatten(1).int()  # (C, N H W)
        total += pixels.sum(1).cpu()
        squares += (pixels * pixels).sum(1).cpu()
    n_pixels = images.numel() // images.shape[1]
    mean = total.double() / n_pixels
    deviation = (squares.double() / n_pixels - mean.square()).clamp(min=0).sqrt()
    return (mean / 255).float(), (deviation / 255).float()


def split_off(images: ImageSet, fraction: float, *, seed: int) -> tuple[ImageSet, ImageSet]:
    """Split a set in two, every class in the same proportion.

    Args:
        images: the whole.
        fraction: of the second part, above 0 and below 1; at least one image of every class that
            has two.
        seed: of the choice.

    Returns:
        The rest, and the part split off, both in the order of the whole.

    Raises:
        UserError: the fraction is out of range, or a part would be empty.
    """
    chosen = stratified(images.labels, len(images.classes), fraction, seed)
    if not chosen.any() or chosen.all():
        raise UserError(
            f"a fraction of {fraction} of {len(images)} images leaves a part empty: hold out "
            f"another, or none with {spelled('val_fraction', 0)}."
        )
    return images.subset((~chosen).nonzero().flatten()), images.subset(chosen.nonzero().flatten())
