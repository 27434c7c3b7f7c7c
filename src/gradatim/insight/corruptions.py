"""Corrupted images: noise, blur, shift, rotation, low contrast.

Five severities each, from hardly visible to hard for people too. The idea of graded corruptions is
that of D. Hendrycks, T. Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions
and Perturbations", ICLR 2019, arXiv:1903.12261; the severities here suit 28 to 32 pixels.

Shapes: B batch, C channels, H and W height and width.
"""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError, nearest

SEVERITIES = (1, 2, 3, 4, 5)


def noise(pixels: Tensor, severity: int, generator: torch.Generator) -> Tensor:
    """Add Gaussian noise of standard deviation 0.05 to 0.4."""
    deviation = (0.05, 0.1, 0.18, 0.28, 0.4)[severity - 1]
    drawn = torch.randn(pixels.shape, generator=generator).to(pixels)
    return (pixels + deviation * drawn).clamp(0, 1)


def blur(pixels: Tensor, severity: int, generator: torch.Generator) -> Tensor:
    """Gaussian blur with a standard deviation of 0.5 to 2.5 pixels."""
    deviation = 0.5 * severity
    # Beyond three deviations a Gaussian is below 1.2 % of its middle.
    reach = min(math.ceil(3 * deviation), pixels.shape[-1] - 1, pixels.shape[-2] - 1)
    place = torch.arange(-reach, reach + 1).to(pixels)
    kernel = torch.exp(-(place**2) / (2 * deviation**2))
    kernel = (kernel / kernel.sum()).expand(pixels.shape[1], 1, 1, -1)  # (C, 1, 1, 2 reach + 1)
    C = pixels.shape[1]
    # Rows, then columns: a Gaussian is a product, so two short kernels do what a square one would.
    x = F.conv2d(F.pad(pixels, (reach, reach, 0, 0), "replicate"), kernel, groups=C)
    return F.conv2d(F.pad(x, (0, 0, reach, reach), "replicate"), kernel.mT, groups=C)


def shift(pixels: Tensor, severity: int, generator: torch.Generator) -> Tensor:
    """Move by 1 to 5 pixels of 28 in a random direction along both axes; the border is repeated."""
    size = severity * max(1, round(pixels.shape[-1] / 28))
    padded = F.pad(pixels, (size,) * 4, "replicate")
    H, W = pixels.shape[2:]
    # Always by the full size, only the direction is drawn: a severity is the same for every image.
    signs = torch.randint(0, 2, (len(pixels), 2), generator=generator).tolist()
    moved = [
        image[:, 2 * size * down : 2 * size * down + H, 2 * size * right : 2 * size * right + W]
        for image, (down, right) in zip(padded, signs, strict=True)
    ]
    return torch.stack(moved)


def rotation(pixels: Tensor, severity: int, generator: torch.Generator) -> Tensor:
    """Rotate by 10 to 50 degrees to a random side; the border is repeated."""
    side = torch.randint(0, 2, (len(pixels),), generator=generator).to(pixels) * 2 - 1
    angle = side * math.radians(10 * severity)  # (B,)
    zero = torch.zeros_like(angle)
    rows = [angle.cos(), -angle.sin(), zero, angle.sin(), angle.cos(), zero]
    # Of places in the result to places in the image (F.affine_grid), so none of the result is
    # empty.
    matrix = torch.stack(rows, 1).view(-1, 2, 3)
    grid = F.affine_grid(matrix, list(pixels.shape), align_corners=False)
    return F.grid_sample(pixels, grid, padding_mode="border", align_corners=False)


def contrast(pixels: Tensor, severity: int, generator: torch.Generator) -> Tensor:
    """Keep 75 % to 10 % of the distance of every pixel from the image's mean."""
    kept = (0.75, 0.5, 0.35, 0.2, 0.1)[severity - 1]
    mean = pixels.mean((1, 2, 3), keepdim=True)
    # About the mean: the brightness stays, so contrast is all that changes.
    return mean + kept * (pixels - mean)


CORRUPTIONS: dict[str, Callable[[Tensor, int, torch.Generator], Tensor]] = {
    "noise": noise,
    "blur": blur,
    "shift": shift,
    "rotation": rotation,
    "contrast": contrast,
}


def corrupt(pixels: Tensor, name: str, severity: int, *, seed: int = 0) -> Tensor:
    """Corrupt images.

    Args:
        pixels: (B, C, H, W), in [0, 1].
        name: one of `CORRUPTIONS`.
        severity: 1 to 5; 0 changes nothing.
        seed: of noise and directions.

    Raises:
        UserError: no such corruption or severity.
    """
    if name not in CORRUPTIONS:
        raise UserError(f"there is no corruption {name!r}: {nearest(name, CORRUPTIONS)}")
    if severity == 0:
        return pixels
    if severity not in SEVERITIES:
        raise UserError(f"severity is {severity}: give 0 (none) to 5.")
    # A generator of its own: two models that are compared see the same noise.
    return CORRUPTIONS[name](pixels, severity, torch.Generator().manual_seed(seed))
