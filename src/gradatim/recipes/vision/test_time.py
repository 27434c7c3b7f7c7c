"""Test-time augmentation: the mean of what a network says of several versions of an image."""

from typing import Literal

import torch.nn.functional as F
from torch import Tensor, nn

TTA = Literal["none", "flip", "flip-shift"]


def predict_with_tta(model: nn.Module, images: Tensor, tta: TTA) -> Tensor:
    """Classify images by the mean over several versions of each (K. Jordan, arXiv:2404.00498).

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: a batch of them.
        tta: none; flip, with the mirror image; flip-shift, with both also shifted by a pixel to two
            corners, which count half.
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
