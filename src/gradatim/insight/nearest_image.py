"""The nearest training image of a drawing: has a network learned to draw, or memorized its images?

Shapes: N drawn images, M training images, C channels, H and W height and width.
"""

from typing import NamedTuple

import torch
from torch import Tensor

PART = 5000  # training images compared at once
RARE = 0.01  # fraction of real images that are as near to a training image by chance


class Nearest(NamedTuple):
    """The training image that differs least from each drawing."""

    images: Tensor  # (N, C, H, W), pixels from 0 to 1
    distances: Tensor  # root of the summed squared differences of pixels, (N,)


def nearest_images(drawn: Tensor, known: Tensor) -> Nearest:
    """Find the training image that differs least from each drawing.

    Args:
        drawn: (N, C, H, W), pixels from 0 to 1.
        known: uint8 (M, C, H, W).
    """
    best = torch.full((len(drawn),), torch.inf)
    found = torch.zeros_like(drawn)
    for part in known.split(PART):
        pixels = part.float() / 255
        distances, index = torch.cdist(drawn.flatten(1), pixels.flatten(1)).min(1)  # (N,)
        closer = distances < best
        best = torch.where(closer, distances, best)
        found[closer] = pixels[index[closer]]
    return Nearest(found, best)


def near_copies(drawn: Tensor, real: Tensor, known: Tensor) -> float:
    """The fraction of drawings that are nearer to a training image than 99 % of real images are.

    Around 1 % is what new images of the same kind would have.

    Args:
        drawn: (N, C, H, W), pixels from 0 to 1.
        real: images that were not trained on, likewise.
        known: training images, uint8 (M, C, H, W).
    """
    limit = nearest_images(real, known).distances.quantile(RARE)
    return (nearest_images(drawn, known).distances < limit).float().mean().item()
