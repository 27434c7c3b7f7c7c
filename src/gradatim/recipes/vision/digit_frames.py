"""Digits of two data sets brought to one size, cropped to their content, stretched at random.

Shapes: B batch, N images, H and W height and width.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError

IMAGE_SIZE = 16  # height and width that both sets are brought to
INK_THRESHOLD = 0.3  # fraction of white from which a pixel counts as part of the digit


def shrink(images: ImageSet, crop: bool = False) -> Tensor:
    """Resize gray images: uint8 (N, 1, H, W) to float (N, 1, 16, 16) in [-1, 1].

    Args:
        images: digits, white on black.
        crop: crop each image to the smallest square around its digit first.

    Raises:
        UserError: images that are not gray.
    """
    if images.images.shape[1] != 1:
        raise UserError(f"{images.name} holds color images; these digits are gray.")
    pixels = images.images.float()
    if crop:
        pixels = crop_to_content(pixels)
    elif pixels.shape[-1] != IMAGE_SIZE:
        pixels = F.interpolate(pixels, (IMAGE_SIZE, IMAGE_SIZE), mode="bilinear", antialias=True)
    return (pixels.clamp(0, 255) / 127.5 - 1).contiguous()


def crop_to_content(pixels: Tensor) -> Tensor:
    """Let the digit fill the image: (N, 1, H, W) to (N, 1, 16, 16), values 0 to 255."""
    there = pixels[:, 0] > 255 * INK_THRESHOLD  # (N, H, W)
    edges = []
    for axis in (1, 2):  # rows of ink, then columns
        lines = there.any(3 - axis).float()  # (N, H)
        edges.append((lines.argmax(1), lines.shape[1] - lines.flip(1).argmax(1)))
    (top, bottom), (left, right) = edges
    size = torch.maximum(bottom - top, right - left) / pixels.shape[-1]  # of the square, (N,)
    across, down = ((a + b) / pixels.shape[-1] - 1 for a, b in ((left, right), (top, bottom)))
    zero = torch.zeros_like(size)
    rows = torch.stack([size, zero, across], 1), torch.stack([zero, size, down], 1)
    grid = F.affine_grid(
        torch.stack(rows, 1), [len(pixels), 1, IMAGE_SIZE, IMAGE_SIZE], align_corners=False
    )
    return F.grid_sample(pixels, grid, align_corners=False)


def warp(images: Tensor, strength: float) -> Tensor:
    """Stretch, rotate, shear and shift each image at random; what comes in is black.

    Args:
        images: (B, 1, H, W), in [-1, 1].
        strength: 1 stretches by up to 1.5 along each axis, rotates by up to 20 degrees, shifts by
            up to 10 % of the width; 0 does nothing.
    """
    if not strength:
        return images

    def draw() -> Tensor:
        return strength * (2 * torch.rand(len(images), device=images.device) - 1)

    angle, slant = math.radians(20) * draw(), 0.3 * draw()
    wide, high = 1.5 ** draw(), 1.5 ** draw()
    cos, sin = angle.cos(), angle.sin()
    top = torch.stack([wide * cos, wide * (slant * cos - sin), 0.2 * draw()], 1)
    bottom = torch.stack([high * sin, high * (slant * sin + cos), 0.2 * draw()], 1)
    grid = F.affine_grid(torch.stack([top, bottom], 1), list(images.shape), align_corners=False)
    return F.grid_sample(images + 1, grid, align_corners=False) - 1
