"""Augmentation of a whole batch at once, on the device where the images live.

B images of a batch, C channels, H height, W width, K classes, N images of the set.

Functions take the random numbers as arguments, so each can be checked against a loop over images;
`AugmentationDraws` draws them from a seeded generator on the CPU, so that a seed asks for the same
changes on every device.
"""

import random
from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.spelling import given, spelled
from gradatim.validation import require_not_negative

GRAY = (0.299, 0.587, 0.114)  # brightness of red, green, blue (ITU-R BT.601)


@dataclass(frozen=True, kw_only=True)
class Augmentation:
    """Which changes are on, and how strong; zero or False is off.

    Raises:
        UserError: a value outside its range.
    """

    flip: Annotated[bool, Help("random horizontal flip, with probability 1/2")] = False
    alternating_flip: Annotated[  # two epochs in a row show both sides (Jordan 2024, airbench)
        bool, Help("with --flip: all images flipped in every second epoch, instead of at random")
    ] = False
    shift: Annotated[  # crop after padding by reflection (He et al. 2016)
        int, Help("largest random shift, in pixels, at least 0")
    ] = 0
    rotation: Annotated[float, Help("largest random rotation, in degrees, 0 to 180")] = 0.0
    color_jitter: Annotated[
        float,
        Help("strength of random brightness, contrast and saturation, 0 to 1"),
    ] = 0.0
    zoom: Annotated[float, Help("largest random change in size, place and proportions, 0 to 1")] = (
        0.0
    )
    recolor: Annotated[
        float, Help("strength of exchanged, inverted and missing colors, 0 to 1")
    ] = 0.0
    lighting: Annotated[  # Krizhevsky et al. 2012, section 4.1: 0.1
        float,
        Help("standard deviation of noise along the principal components of color, at least 0"),
    ] = 0.0
    cutout: Annotated[  # DeVries and Taylor 2017
        int, Help("side of a square that is set to the mean color, in pixels, at least 0")
    ] = 0
    mixup: Annotated[  # Zhang et al. 2018
        float, Help("alpha of the Beta distribution by which two images are mixed, at least 0")
    ] = 0.0

    def __post_init__(self) -> None:
        require_not_negative(self, "shift", "rotation", "color_jitter")
        require_not_negative(self, "lighting", "cutout", "mixup")
        if self.rotation > 180:
            raise UserError(f"{given('rotation', self.rotation)}: give 0 to 180 degrees.")
        if self.color_jitter > 1:
            raise UserError(f"{given('color_jitter', self.color_jitter)}: give 0 to 1.")
        for name in ("zoom", "recolor"):
            if not 0 <= getattr(self, name) <= 1:
                raise UserError(f"{given(name, getattr(self, name))}: give 0 to 1.")
        if self.alternating_flip and not self.flip:
            raise UserError(
                f"{spelled('alternating_flip', True)} needs {spelled('flip', True)}: give it too."
            )


class CropStore:
    """All images of a set on the device, laid out so that a batch of shifted crops is one copy.

    Images lie as bytes (H, W, C), padded, one after the other; then, if asked, the flipped images.
    A crop is H runs of W x C bytes, always the same distance apart. The store is therefore seen as
    the overlapping tensor `windows[start] = (H, W x C) bytes from there on`, of which
    `index_select` copies whole runs. That is about ten times faster on the CPU than gathering
    pixels by index; flipped copies cost memory and spare the slow reversal of short runs.

    Args:
        images: uint8 (N, C, H, W).
        shift: pixels of padding on each side, less than H and W.
        flipped: store flipped images too.
    """

    def __init__(self, images: Tensor, shift: int = 0, flipped: bool = False) -> None:
        n_images, channels, height, width = images.shape
        if shift >= min(height, width):
            raise UserError(
                f"{given('shift', shift)}, and the images have {min(height, width)} pixels: give "
                "less."
            )
        self.shape, self.shift, self.n_images = (channels, height, width), shift, n_images
        n_stored = 2 * n_images if flipped else n_images
        padded_height, padded_width = height + 2 * shift, width + 2 * shift
        self.pixels = torch.empty(
            (n_stored, padded_height, padded_width, channels),
            dtype=torch.uint8,
            device=images.device,
        )
        self.originals().copy_(images)
        inner = self.pixels[:n_images, shift : shift + height]
        for i in range(shift):  # reflect columns, then rows: 2 1 | 0 1 2 3 | 2 1
            inner[:, :, shift - 1 - i] = inner[:, :, shift + 1 + i]
            inner[:, :, shift + width + i] = inner[:, :, shift + width - 2 - i]
        whole = self.pixels[:n_images]
        for i in range(shift):
            whole[:, shift - 1 - i] = whole[:, shift + 1 + i]
            whole[:, shift + height + i] = whole[:, shift + height - 2 - i]
        if flipped:
            for column in range(padded_width):
                self.pixels[n_images:, :, column] = whole[:, :, padded_width - 1 - column]
        self.step, self.line = channels, padded_width * channels
        self.area = padded_height * self.line
        run = width * channels
        n_starts = max(self.pixels.numel() - (height - 1) * self.line - run + 1, 0)
        self.windows = self.pixels.view(-1).as_strided((n_starts, height, run), (1, self.line, 1))

    def crop(self, index: Tensor, top: Tensor, left: Tensor, flip: Tensor) -> Tensor:
        """Copy crops; uint8 (B, H, W x C). All arguments have the shape (B,).

        Args:
            index: which image, below N.
            top, left: corner of the crop in the padded image, 0 to twice the shift.
            flip: whether to take the flipped image; it is flipped first, then cropped.
        """
        index = index + flip * self.n_images
        starts = index * self.area + top * self.line + left * self.step
        return self.windows.index_select(0, starts.to(self.windows.device))

    def originals(self) -> Tensor:
        """Give the images as they came, uint8 (N, C, H, W); a view, not a copy."""
        _, height, width = self.shape
        area = self.pixels[: self.n_images, self.shift :, self.shift :]
        return area[:, :height, :width].permute(0, 3, 1, 2)


def rotate(images: Tensor, degrees: Tensor) -> Tensor:
    """Rotate each image about its center, counter-clockwise; what lies outside is reflected.

    Args:
        images: float (B, C, H, W).
        degrees: (B,).
    """
    height, width = images.shape[-2:]
    angle = torch.deg2rad(degrees).view(-1, 1, 1)
    cosine, sine = angle.cos(), angle.sin()  # (B, 1, 1)
    # Places run from -1 to 1 on both axes, so an oblong image needs its proportions. (The grid is
    # made by broadcasting: `F.affine_grid` multiplies matrices and takes longer than the sampling.)
    x = ((2 * torch.arange(width, device=images.device) + 1) / width - 1).view(1, 1, -1)
    y = ((2 * torch.arange(height, device=images.device) + 1) / height - 1).view(1, -1, 1)
    # For each place of the result the place that it comes from: so none is left without a value.
    from_x = cosine * x - sine * (height / width) * y
    from_y = sine * (width / height) * x + cosine * y
    grid = torch.stack((from_x, from_y), 3)  # (B, H, W, 2)
    return F.grid_sample(
        images, grid, mode="bilinear", padding_mode="reflection", align_corners=False
    )


def color_jitter(
    images: Tensor, brightness: Tensor, contrast: Tensor, saturation: Tensor
) -> Tensor:
    """Change brightness, then contrast, then saturation; factors of 1 change nothing.

    Args:
        images: float (B, C, H, W) in [0, 1]; saturation needs three channels, others keep theirs.
        brightness, contrast, saturation: factors (B,), 0 and above.
    """
    factors = (f.view(-1, 1, 1, 1).to(images) for f in (brightness, contrast, saturation))
    brightness, contrast, saturation = factors
    images = (images * brightness).clamp_(0, 1)
    mean = brightness_of(images.mean((2, 3), keepdim=True))  # (B, 1, 1, 1)
    images.mul_(contrast).add_(mean * (1 - contrast)).clamp_(0, 1)
    if images.shape[1] == 3:
        gray = brightness_of(images) * (1 - saturation)  # (B, 1, H, W)
        images.mul_(saturation).add_(gray)
    return images.clamp_(0, 1)


def brightness_of(images: Tensor) -> Tensor:
    """Brightness of images (B, C, H, W), as a sum over channels; (B, 1, H, W)."""
    if images.shape[1] != 3:
        return images.mean(1, keepdim=True)
    red, green, blue = images.split(1, 1)
    return (red * GRAY[0]).add_(green, alpha=GRAY[1]).add_(blue, alpha=GRAY[2])


def principal_colors(images: Tensor) -> tuple[Tensor, Tensor]:
    """Find the principal components of the colors of a set.

    Args:
        images: uint8 (N, C, H, W).

    Returns:
        Eigenvalues (C,) and eigenvectors (C, C), one per column, of the covariance of the pixels
        scaled to [0, 1].
    """
    n_channels = images.shape[1]
    total = torch.zeros(n_channels, dtype=torch.float64)
    products = torch.zeros(n_channels, n_channels, dtype=torch.float64)
    for part in images.split(1000):
        pixels = part.transpose(0, 1).flatten(1).double() / 255  # (C, N H W)
        total += pixels.sum(1).cpu()
        products += (pixels @ pixels.T).cpu()
    n_pixels = images.numel() // n_channels
    mean = total / n_pixels
    values, vectors = torch.linalg.eigh(products / n_pixels - torch.outer(mean, mean))
    return values.clamp(min=0).float(), vectors.float()


def add_lighting(images: Tensor, weights: Tensor, values: Tensor, vectors: Tensor) -> Tensor:
    """Add to each image its own multiple of every principal color (Krizhevsky et al. 2012).

    Args:
        images: float (B, C, H, W) in [0, 1]; the sum is not clipped.
        weights: (B, C), drawn from a normal distribution of standard deviation 0.1.
        values, vectors: from `principal_colors`.
    """
    colors = (weights * values) @ vectors.T  # (B, C)
    return images + colors[:, :, None, None]


def cut_out(images: Tensor, size: int, row: Tensor, column: Tensor) -> Tensor:
    """Set a square around a place to 0, the mean color of normalized images.

    Args:
        images: float (B, C, H, W), normalized.
        size: side of the square in pixels; it is cut off at the image's edge.
        row, column: its center, (B,); an even square begins size / 2 before it.
    """
    height, width = images.shape[-2:]
    y = torch.arange(height, device=images.device) - (row[:, None] - size // 2)  # (B, H)
    x = torch.arange(width, device=images.device) - (column[:, None] - size // 2)  # (B, W)
    inside_y, inside_x = (y >= 0) & (y < size), (x >= 0) & (x < size)
    # Whole lines at once (see `CropStore`), and as a product: a mask of single pixels is slower.
    inside_x = inside_x.repeat_interleave(images.shape[1], 1)  # (B, W C)
    lines = images.permute(0, 2, 3, 1).flatten(2)  # (B, H, W C)
    inside = inside_y[:, :, None].to(lines.dtype) * inside_x[:, None, :].to(lines.dtype)
    cut = torch.addcmul(lines, lines, inside, value=-1)
    return cut.unflatten(2, (width, -1)).permute(0, 3, 1, 2)


def mix_up(images: Tensor, labels: Tensor, weight: float, n_classes: int) -> tuple[Tensor, Tensor]:
    """Mix each image, and its target, with the one before it in the batch.

    A batch is drawn at random, so its neighbor is a random partner.

    Args:
        images: float (B, C, H, W).
        labels: int64 (B,).
        weight: of the image itself, 0 to 1, from a Beta(alpha, alpha) distribution.
        n_classes: K.

    Returns:
        Mixed images and targets as fractions of the classes, float (B, K).
    """
    targets = F.one_hot(labels, n_classes).to(images.dtype)  # (B, K)
    mixed = torch.lerp(images.roll(1, 0), images, weight)
    return mixed, torch.lerp(targets.roll(1, 0), targets, weight)


@dataclass(frozen=True)
class AugmentationDraws:
    """The random numbers of one batch, in a fixed order; (B,) unless said otherwise.

    Args:
        n_images: B.
        generator: on the CPU.
        device: where the numbers are needed.
    """

    n_images: int
    generator: torch.Generator
    device: torch.device

    def whole(self, below: int) -> Tensor:
        """Draw whole numbers from 0 to below a bound; on the CPU."""
        return torch.randint(below, (self.n_images,), generator=self.generator)

    def between(self, low: float, high: float) -> Tensor:
        """Draw evenly between two bounds."""
        values = torch.rand(self.n_images, generator=self.generator)
        return (low + (high - low) * values).to(self.device)

    def normal(self, std: float, n_columns: int) -> Tensor:
        """Draw from a normal distribution about 0; (B, n_columns)."""
        values = torch.randn(self.n_images, n_columns, generator=self.generator)
        return (std * values).to(self.device)

    def beta(self, alpha: float) -> float:
        """Draw one number from a Beta(alpha, alpha) distribution."""
        seed = int(torch.randint(2**62, (), generator=self.generator))
        return random.Random(seed).betavariate(alpha, alpha)
