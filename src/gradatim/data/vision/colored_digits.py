"""Coloured digits: in training nearly every large digit is green, in the test nearly none.

Grey digits are painted in one of two colours. The label is whether the digit is 5 or more; a share
`agreement` of each class has the colour of its class, the rest the other one. Colour is easier to
learn than shape, and useless elsewhere. After M. Arjovsky et al., "Invariant Risk Minimization",
arXiv:1907.02893, section 5.1, without its label noise.

Shapes: N images, H and W height and width.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from gradatim.data.sampler import seeded
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError

CLASSES = ("0 to 4", "5 to 9")
COLOURS = ("red", "green")  # of class 0 and of class 1, where they agree
GROUPS = tuple(f"{colour} {label}" for label in CLASSES for colour in COLOURS)


class Coloured(NamedTuple):
    """Painted digits, and the group of each: label and colour."""

    images: ImageSet  # uint8 (N, 3, H, W), labels 0 or 1
    groups: Tensor  # 2 label + colour, an index into GROUPS, int64 (N,)


def paint(digits: ImageSet, agreement: float, seed: int) -> Coloured:
    """Paint grey digits.

    Args:
        digits: grey images of ten digits, (N, 1, H, W).
        agreement: share of images whose colour says the label, 0 to 1.
        seed: of the choice.

    Raises:
        UserError: pictures that are not grey digits, or a share out of range.
    """
    if digits.images.shape[1] != 1 or len(digits.classes) != 10:
        raise UserError(f"{digits.name} does not hold grey pictures of ten digits: use mnist.")
    if not 0 <= agreement <= 1:
        raise UserError(f"agreement is {agreement}: give a share from 0 to 1.")
    labels = (digits.labels >= 5).long()
    agrees = torch.rand(len(labels), generator=seeded(seed)) < agreement
    colours = torch.where(agrees, labels, 1 - labels)  # (N,)
    images = torch.zeros(len(labels), 3, *digits.images.shape[2:], dtype=torch.uint8)
    images[torch.arange(len(labels)), colours] = digits.images[:, 0]
    painted = ImageSet("coloured-" + digits.name, digits.split, images, labels, CLASSES)
    return Coloured(painted, 2 * labels + colours)
