"""The network of the CIFAR-10 speed records: 94 % in seconds on one GPU.

Against ResNet: no skip connection; convolutions initialized as the identity do the same service.
The first layer is not learned: its filters are the directions in which small patches of the
training images vary most, scaled so that each carries the same variance (whitening). Batch norm
has no scale, GELU replaces ReLU, and the logits are made small so that training starts gently.

After K. Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", arXiv:2404.00498, section 3,
which builds on the work of T. Balsam (hlb-CIFAR10) and D. Page (How to train your ResNet).

Shapes: B batch, C channels, H and W height and width, P patch size, K classes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.validation import require_length, require_part, require_positive, require_sizes


@dataclass(frozen=True, kw_only=True)
class SpeedNetConfig:
    """Sizes of the record network; the defaults are those of the 94 % record."""

    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 3
    n_classes: Annotated[int, Help("classes, one output each")] = 10
    widths: Annotated[
        tuple[int, ...], Help("feature maps of each of the three stages, at least 1")
    ] = (
        64,
        256,
        256,
    )
    patch_size: Annotated[int, Help("side of the whitening filters, in pixels")] = 2
    batch_norm_momentum: Annotated[
        float, Help("weight of a new batch in batch norm's running statistics, above 0 to 1")
    ] = 0.4
    logit_scale: Annotated[float, Help("factor of the logits, above 0")] = 1 / 9

    def __post_init__(self) -> None:
        require_sizes(self, "in_channels", "n_classes", "widths", "patch_size")
        require_length(self, "widths", 3)
        require_part(self, "batch_norm_momentum")
        require_positive(self, "logit_scale")

    @classmethod
    def cifar94(cls) -> "SpeedNetConfig":
        """The 94 % record: 1,972,792 parameters, of which 1,971,352 learn."""
        return cls()

    @classmethod
    def small(cls) -> "SpeedNetConfig":
        """A quarter of the width: shows the same curve on a laptop."""
        return cls(widths=(16, 64, 64))


@torch.no_grad()
def whitening_filters(images: Tensor, patch_size: int = 2, *, epsilon: float = 5e-4) -> Tensor:
    """Filters whose answers to the images' patches have variance 1 and no correlation.

    Args:
        images: normalized training images (a few thousand do), (B, C, H, W).
        patch_size: height and width of a patch, P pixels.
        epsilon: added to every variance, so that directions without signal stay small.

    Returns:
        the principal directions divided by their standard deviation, the strongest first,
        (C * P * P, C, P, P).
    """
    C = images.shape[1]
    patches = images.unfold(2, patch_size, 1).unfold(3, patch_size, 1)  # (B, C, Y, X, P, P)
    patches = patches.permute(0, 2, 3, 1, 4, 5).flatten(3).flatten(0, 2).float()  # (N, C * P * P)
    # Neighboring pixels are nearly equal: gradient descent would first learn the mean brightness
    # and much later the edges. Whitened, every direction is learned at the same speed.
    variances, directions = torch.linalg.eigh(torch.cov(patches.T))  # ascending; columns
    filters = (directions / (variances + epsilon).sqrt()).T.flip(0)
    return filters.unflatten(1, (C, patch_size, patch_size))


class BatchNorm(nn.BatchNorm2d):
    """Batch norm with a bias but without a scale."""

    def __init__(self, width: int, momentum: float) -> None:
        super().__init__(width, momentum=momentum, eps=1e-12)
        # A scale before GELU and another convolution is redundant, and one more thing to learn.
        self.weight.requires_grad_(False)


class Stage(nn.Module):
    """Two convolutions initialized as the identity, with pooling after the first."""

    def __init__(self, n_in: int, width: int, momentum: float) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, width, kernel_size=3, padding=1, bias=False)
        self.norm1 = BatchNorm(width, momentum)
        self.conv2 = nn.Conv2d(width, width, kernel_size=3, padding=1, bias=False)
        self.norm2 = BatchNorm(width, momentum)
        # The first n_in maps pass the input on; those beyond start at random.
        # As a residual block without its sum: at first the image passes through unharmed.
        nn.init.dirac_(self.conv1.weight[:n_in])
        nn.init.dirac_(self.conv2.weight)

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in, H, W) to (B, width, H / 2, W / 2)."""
        x = F.gelu(self.norm1(F.max_pool2d(self.conv1(x), 2)))
        return F.gelu(self.norm2(self.conv2(x)))


class SpeedNet(nn.Module):
    """Whitening, three stages, the largest value of every map, one linear layer.

    Call `whiten` with training images before training. Images of 24 to 39 pixels give the record's
    3x3 last map; others are pooled from whatever remains.
    """

    configs: ClassVar[dict[str, Callable[[], SpeedNetConfig]]] = {
        "cifar94": SpeedNetConfig.cifar94,
        "small": SpeedNetConfig.small,
    }

    def __init__(self, config: SpeedNetConfig) -> None:
        super().__init__()
        self.config = config
        n_filters = 2 * config.in_channels * config.patch_size**2  # each with its negative
        self.whitening = nn.Conv2d(config.in_channels, n_filters, config.patch_size)
        self.whitening.weight.requires_grad_(False)  # its bias learns
        nn.init.zeros_(self.whitening.get_parameter("bias"))
        widths = (n_filters, *config.widths)
        self.stages = nn.Sequential(
            *(Stage(n_in, width, config.batch_norm_momentum) for n_in, width in pairwise(widths))
        )
        self.head = nn.Linear(widths[-1], config.n_classes, bias=False)

    @torch.no_grad()
    def whiten(self, images: Tensor) -> None:
        """Set the first layer from training images, (B, C, H, W), normalized; 5,000 are enough."""
        filters = whitening_filters(images, self.config.patch_size).to(self.whitening.weight)
        # A filter and its negative: with GELU between, neither bright nor dark edges are lost.
        self.whitening.weight.copy_(torch.cat([filters, -filters]))

    def forward(self, x: Tensor) -> Tensor:
        """Images (B, C, H, W) to logits (B, K)."""
        least = 7 + self.config.patch_size  # three stages halve what the whitening leaves
        if min(x.shape[-2:]) < least:
            raise UserError(
                f"SpeedNet needs images of at least {least}x{least} pixels, got "
                f"{x.shape[-2]}x{x.shape[-1]}: enlarge them or take another network."
            )
        x = F.gelu(self.whitening(x))  # (B, 2 * C * P * P, H - 1, W - 1)
        x = self.stages(x).amax((2, 3))  # (B, widths[-1])
        # Small logits leave the softmax near even, so no early example can dominate the gradient.
        return self.head(x) * self.config.logit_scale
