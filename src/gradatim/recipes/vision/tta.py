"""Test-time augmentation: the mean of what a network says of several versions of an image."""

from typing import Literal

import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.vision.strong_augment import move

TTA = Literal["none", "flip", "flip-shift"]
OwnTTA = Literal["none", "flip", "turned"]
DEGREES, SMALLER = 20.0, 0.85  # of the turned versions: their angle and their size


def flipped(images: Tensor) -> list[Tensor]:
    """Images (B, C, H, W) and the same flipped."""
    return [images, images.flip(3)]


def turned(images: Tensor, middle: Tensor | None) -> list[Tensor]:
    """Versions of images such as training has shown: flipped, turned to both sides, smaller.

    Args:
        images: normalized, (B, C, H, W).
        middle: of each channel between black and white, normalized, (C,); where it is given, half
            of the versions have their colors inverted. None: colors say what is on an image.
    """
    n = images.shape[0]  # and not len(): an exported graph then takes any number
    one, still, both = images.new_ones(n), images.new_zeros(n, 2), flipped(images)
    sides = [
        move(version, degrees * one, SMALLER * one, still, 0 * one)
        for degrees in (-DEGREES, DEGREES)
        for version in both
    ]
    versions = [*both, *sides]
    if middle is None:
        return versions
    negatives = [2 * middle.to(images)[:, None, None] - version for version in (images, *sides[:2])]
    return [*versions, *negatives]


def predict_with_tta(model: nn.Module, images: Tensor, tta: TTA) -> Tensor:
    """Classify images by the mean over several versions of each (K. Jordan, arXiv:2404.00498).

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: a batch of them.
        tta: none; flip, with the flipped image; flip-shift, with both also shifted by a pixel to
            two corners, which count half.
    """
    if tta == "none":
        return model(images)
    both_sides = 0.5 * model(images) + 0.5 * model(images.flip(3))
    if tta == "flip":
        return both_sides
    # Reflected, since a border of zeros is a color that no training image has.
    padded = F.pad(images, (1,) * 4, mode="reflect")
    corners = [padded[:, :, :-2, :-2], padded[:, :, 2:, 2:]]
    shifted = sum(predict_with_tta(model, corner, "flip") for corner in corners)
    return 0.5 * both_sides + 0.25 * shifted
