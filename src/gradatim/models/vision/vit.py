"""ViT: an image is a sentence of 16 x 16 patches, read by the encoder that reads words.

Source: Dosovitskiy et al. 2020, "An image is worth 16x16 words". No convolution but the cutting
into patches; a class token collects the answer.

Shapes: B batch, N images' channels, Y x X pixels, P patches, C width, K classes.
"""

import math
from dataclasses import dataclass, field
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.layers import encoder_layers, initialize, make_dropout
from gradatim.validation import require_divisor, require_fraction, require_positive, require_sizes


@dataclass(frozen=True, kw_only=True)
class ViTConfig:
    """Sizes of a ViT."""

    image_size: Annotated[int, Help("height and width of the images, in pixels")] = 224
    patch_size: Annotated[
        int, Help("height and width of a patch, in pixels; a divisor of the image size")
    ] = 16
    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 3
    n_classes: Annotated[int, Help("classes, one output each")] = 1000
    width: Annotated[int, Help("channels per patch, at least 1")] = 768
    hidden: Annotated[int, Help("width of the feed-forward networks, at least 1")] = 3072
    n_layers: Annotated[int, Help("encoder layers, at least 1")] = 12
    n_heads: Annotated[int, Help("attention heads per layer; a divisor of the width")] = 12
    dropout: Annotated[float, Help("fraction of activations dropped in training, 0 to below 1")] = (
        0.0
    )

    # What keeps a norm from dividing by zero: no option, but published checkpoints differ in it.
    epsilon: Annotated[float, Help("added to the variance of layer norms, above 0")] = field(
        default=1e-12, metadata={"option": False}
    )

    def __post_init__(self) -> None:
        require_sizes(self, "image_size", "patch_size", "in_channels", "n_classes", "width")
        require_sizes(self, "hidden", "n_layers", "n_heads")
        require_divisor(self, "n_heads", "width")
        require_fraction(self, "dropout")
        require_positive(self, "epsilon")

    @classmethod
    def base(cls) -> "ViTConfig":
        """ViT-B/16, 86,567,656 parameters."""
        return cls()

    @classmethod
    def large(cls) -> "ViTConfig":
        """ViT-L/16, 304,326,632 parameters."""
        return cls(width=1024, hidden=4096, n_layers=24, n_heads=16)

    @property
    def n_patches(self) -> int:
        """P, patches per image."""
        return (self.image_size // self.patch_size) ** 2


class ViTEncoder(nn.Module):
    """Images (B, N, Y, X) -> the class token and each patch (B, 1 + P, C): a ViT without a head.

    The class token of one that learned without labels is an embedding of the image (Caron et al.
    2021, "Emerging properties in self-supervised vision transformers").
    """

    def __init__(self, config: ViTConfig):
        super().__init__()
        self.config = config
        require_divisor(config, "patch_size", "image_size")  # a recipe learns the size from data
        width, patch, epsilon = config.width, config.patch_size, config.epsilon
        # A convolution whose stride is its size is a linear layer on each patch.
        self.patches = nn.Conv2d(config.in_channels, width, kernel_size=patch, stride=patch)
        # Appendix D.3 of the paper: the mean over the patches does as
        # well, with another learning rate.
        self.class_token = nn.Parameter(torch.zeros(1, 1, width))
        self.position_embedding = nn.Parameter(torch.empty(1, 1 + config.n_patches, width))
        self.dropout = make_dropout(config.dropout)
        self.layers = encoder_layers(config, activation="gelu", norm_first=True, epsilon=epsilon)
        self.norm = nn.LayerNorm(width, eps=epsilon)
        self.make_head()
        initialize(self)
        # After `initialize`, which knows layers only: a bare parameter would keep whatever memory
        # held.
        nn.init.normal_(self.position_embedding, std=0.02)

    def make_head(self) -> None:
        """Add the layers of a head; here there is none."""

    def forward(self, images: Tensor) -> Tensor:
        """(B, N, Y, X) -> (B, 1 + P, C)."""
        return self.hidden(images)

    def hidden(self, images: Tensor) -> Tensor:
        """(B, N, Y, X) -> what the last layer knows at the class token and each patch."""
        size = (self.config.in_channels, self.config.image_size, self.config.image_size)
        if images.shape[1:] != size:
            raise UserError(
                f"images have the shape {tuple(images.shape[1:])} (channels, height, width): "
                f"this network takes {size}."
            )
        x = self.patches(images).flatten(2).transpose(1, 2)  # (B, P, C)
        # A token that stands for no patch gathers what the classifier needs, as [CLS] does in BERT.
        x = torch.cat((self.class_token.expand(len(x), -1, -1), x), dim=1)  # (B, 1 + P, C)
        # Nothing else tells the encoder where a patch was: neighborhood has to be learned from
        # data.
        x = self.dropout(x + self.position_embedding)
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


class ViT(ViTEncoder):
    """Images (B, N, Y, X) -> scores of the classes (B, K)."""

    def make_head(self) -> None:
        """Add the layer that scores the classes."""
        self.head = nn.Linear(self.config.width, self.config.n_classes)

    def forward(self, images: Tensor) -> Tensor:
        """(B, N, Y, X) -> (B, K)."""
        # The class token's place only (equation 4): the patches have told it what they know.
        return self.head(self.hidden(images)[:, 0])


def resized_positions(positions: Tensor, n_patches: int) -> Tensor:
    """Position embeddings for images of another size, interpolated (section 3.2 of the paper).

    Args:
        positions: of the class token and of a square of patches, (1, 1 + P, C).
        n_patches: of the other size, a square number.

    Returns:
        (1, 1 + n_patches, C); as they are where either number is not a square.
    """
    before, after = math.isqrt(positions.shape[1] - 1), math.isqrt(n_patches)
    if before**2 != positions.shape[1] - 1 or after**2 != n_patches:
        return positions
    grid = positions[:, 1:].unflatten(1, (before, before)).permute(0, 3, 1, 2)  # (1, C, Y, X)
    # The class token has no place in the grid: it is left out here, and put back below.
    grid = F.interpolate(grid, (after, after), mode="bicubic", align_corners=False)
    return torch.cat([positions[:, :1], grid.flatten(2).transpose(1, 2)], 1)
