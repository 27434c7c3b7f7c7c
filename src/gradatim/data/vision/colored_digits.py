"""Colored digits: in training nearly every large digit is green, in the test nearly none.

Gray digits are colorized in one of two colors. The label is whether the digit is 5 or more; a
fraction `agreement` of each class has the color of its class, the rest the other one. Color is
easier to learn than shape, and a shortcut that fails on the test set.

After M. Arjovsky et al., "Invariant Risk Minimization", arXiv:1907.02893, section 5.1, without its
label noise.

Shapes: N images, H and W height and width.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.spelling import given

CLASSES = ("0 to 4", "5 to 9")
COLORS = ("red", "green")  # of class 0 and of class 1, where they agree
GROUPS = tuple(f"{color} {label}" for label in CLASSES for color in COLORS)


class ColorizedDigits(NamedTuple):
    """Colorized digits, and the group of each: label and color."""

    images: ImageSet  # uint8 (N, 3, H, W), labels 0 or 1
    groups: Tensor  # 2 label + color, an index into GROUPS, int64 (N,)


def colorize(digits: ImageSet, agreement: float, seed: int) -> ColorizedDigits:
    """Colorize gray digits.

    Args:
        digits: gray images of ten digits, (N, 1, H, W).
        agreement: fraction of images whose color is that of their label, 0 to 1.
        seed: of the choice.

    Raises:
        UserError: images that are not gray digits, or a fraction out of range.
    """
    if digits.images.shape[1] != 1 or len(digits.classes) != 10:
        raise UserError(f"{digits.name} does not hold gray images of ten digits: use mnist.")
    if not 0 <= agreement <= 1:
        raise UserError(f"{given('agreement', agreement)}: give a fraction from 0 to 1.")
    labels = (digits.labels >= 5).long()
    agrees = torch.rand(len(labels), generator=torch_generator(seed)) < agreement
    colors = torch.where(agrees, labels, 1 - labels)  # (N,)
    images = torch.zeros(len(labels), 3, *digits.images.shape[2:], dtype=torch.uint8)
    images[torch.arange(len(labels)), colors] = digits.images[:, 0]
    colorized = ImageSet("colored-" + digits.name, digits.split, images, labels, CLASSES)
    return ColorizedDigits(colorized, 2 * labels + colors)
