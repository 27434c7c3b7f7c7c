"""The network of 2012: one tower, no grouping, 62,378,344 parameters.

Against LeNet: deeper, wider, ReLU, dropout, local response normalization, overlapping pooling,
color photographs. The authors divided it over two GPUs of 3 GB: half of the maps of the second,
fourth and fifth convolution saw only the half of their own GPU, which leaves 60,965,224 parameters.
Here every map sees all. The last pooling adapts, so images of other sizes than 227x227 fit too.

Shapes: B batch, C channels, H and W height and width, K classes.

A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet Classification with Deep Convolutional Neural
Networks", NeurIPS 2012.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.validation import require_fraction, require_length, require_sizes

SMALLEST_IMAGE = 23  # pixels: below, nothing is left for the second pooling


@dataclass(frozen=True, kw_only=True)
class AlexNetConfig:
    """Sizes of AlexNet; the defaults are the paper's, of both its halves together."""

    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 3
    n_classes: Annotated[int, Help("classes, one output each")] = 1000
    widths: Annotated[
        tuple[int, ...], Help("feature maps of the five convolutions, at least 1")
    ] = (
        96,
        256,
        384,
        384,
        256,
    )
    hidden: Annotated[int, Help("neurons of both fully connected hidden layers, at least 1")] = 4096
    dropout: Annotated[  # section 4.2
        float, Help("fraction dropped before each hidden layer, 0 to below 1")
    ] = 0.5

    def __post_init__(self) -> None:
        require_sizes(self, "in_channels", "n_classes", "widths", "hidden")
        require_length(self, "widths", 5)
        require_fraction(self, "dropout")

    @classmethod
    def imagenet(cls) -> "AlexNetConfig":
        """The paper's sizes: 227x227 color images, 1000 classes."""
        return cls()


def local_response_norm() -> nn.Module:
    """Divide by the activity of the five nearest maps (section 3.3).

    The paper's k = 2, n = 5, alpha = 1e-4, beta = 0.75; torch takes the mean over the n maps where
    the paper takes the sum, hence alpha times n.
    """
    return nn.LocalResponseNorm(size=5, alpha=5e-4, beta=0.75, k=2.0)


def max_pool() -> nn.Module:
    """Overlapping pooling (section 3.4); ceil_mode matters only below 227x227, for small maps."""
    return nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)


class AlexNet(nn.Module):
    """Five convolutions and three fully connected layers.

    Takes images of any size of at least 23x23; at 227x227 every layer has the paper's shape.
    """

    configs: ClassVar[dict[str, Callable[[], AlexNetConfig]]] = {"imagenet": AlexNetConfig.imagenet}

    def __init__(self, config: AlexNetConfig) -> None:
        super().__init__()
        self.config = config
        w1, w2, w3, w4, w5 = config.widths
        self.features = nn.Sequential(  # at 227x227:
            nn.Conv2d(config.in_channels, w1, kernel_size=11, stride=4),  # (B, 96, 55, 55)
            nn.ReLU(),
            local_response_norm(),
            max_pool(),  # (B, 96, 27, 27)
            nn.Conv2d(w1, w2, kernel_size=5, padding=2),  # (B, 256, 27, 27)
            nn.ReLU(),
            local_response_norm(),
            max_pool(),  # (B, 256, 13, 13)
            nn.Conv2d(w2, w3, kernel_size=3, padding=1),  # (B, 384, 13, 13)
            nn.ReLU(),
            nn.Conv2d(w3, w4, kernel_size=3, padding=1),  # (B, 384, 13, 13)
            nn.ReLU(),
            nn.Conv2d(w4, w5, kernel_size=3, padding=1),  # (B, 256, 13, 13)
            nn.ReLU(),
            # From 13x13 these windows are exactly the paper's: 3x3, two apart.
            nn.AdaptiveMaxPool2d(6),  # (B, 256, 6, 6)
        )
        self.classifier = nn.Sequential(
            nn.Dropout(config.dropout),
            nn.Linear(w5 * 6 * 6, config.hidden),
            nn.ReLU(),
            nn.Dropout(config.dropout),
            nn.Linear(config.hidden, config.hidden),
            nn.ReLU(),
            nn.Linear(config.hidden, config.n_classes),
        )
        # The paper (section 5) draws all weights with deviation 0.01, which suits its widths and
        # its 1.2 million images but stalls on small sets; torch's initial weights start on both.

    def forward(self, x: Tensor) -> Tensor:
        """Images (B, C, H, W) to logits (B, K)."""
        if min(x.shape[-2:]) < SMALLEST_IMAGE:
            raise UserError(
                f"AlexNet needs images of at least {SMALLEST_IMAGE}x{SMALLEST_IMAGE} pixels, got "
                f"{x.shape[-2]}x{x.shape[-1]}: enlarge them or take another network."
            )
        return self.classifier(self.features(x).flatten(1))
