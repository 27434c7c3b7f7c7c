"""ViT: an image is a sentence of 16 x 16 patches, read by the encoder that reads words.

Source: Dosovitskiy et al. 2020, "An image is worth 16x16 words". No convolution but the cutting
into patches; a class token collects the answer.

Shapes: B batch, N images' channels, Y x X pixels, P patches, C width, K classes.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from gradatim.models.layers import EncoderLayer, check_heads, check_sizes, dropout, initialise


@dataclass(frozen=True, kw_only=True)
class ViTConfig:
    """Sizes of a ViT.

    Args:
        image_size: Y = X, pixels; a multiple of `patch_size`.
        patch_size: pixels along a patch.
        n_channels: channels of the image.
        n_classes: K.
        width: C, channels per patch.
        hidden: width of the feed-forward networks.
        n_layers: number of encoder layers.
        n_heads: heads of attention; divides `width`.
        dropout: share dropped in training, 0 to 1.
    """

    image_size: int = 224
    patch_size: int = 16
    n_channels: int = 3
    n_classes: int = 1000
    width: int = 768
    hidden: int = 3072
    n_layers: int = 12
    n_heads: int = 12
    dropout: float = 0.0

    def __post_init__(self) -> None:
        sizes = ("image_size", "patch_size", "n_channels", "n_classes", "width", "hidden")
        check_sizes(self, *sizes, "n_layers", "n_heads")
        check_heads(self)
        if self.image_size % self.patch_size:
            raise ValueError(
                f"patch_size must divide image_size, and {self.patch_size} does not divide "
                f"{self.image_size}."
            )

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


class ViT(nn.Module):
    """Images (B, N, Y, X) -> scores of the classes (B, K)."""

    def __init__(self, config: ViTConfig):
        super().__init__()
        self.config = config
        width, patch, epsilon = config.width, config.patch_size, 1e-12
        self.patches = nn.Conv2d(config.n_channels, width, kernel_size=patch, stride=patch)
        self.class_token = nn.Parameter(torch.zeros(1, 1, width))
        self.position_embedding = nn.Parameter(torch.empty(1, 1 + config.n_patches, width))
        self.dropout = dropout(config.dropout)
        self.layers = nn.ModuleList(
            EncoderLayer(
                width,
                config.hidden,
                n_heads=config.n_heads,
                activation="gelu",
                norm_first=True,
                epsilon=epsilon,
                dropout=config.dropout,
            )
            for _ in range(config.n_layers)
        )
        self.norm = nn.LayerNorm(width, eps=epsilon)
        self.head = nn.Linear(width, config.n_classes)
        initialise(self)
        nn.init.normal_(self.position_embedding, std=0.02)

    def forward(self, images: Tensor) -> Tensor:
        """(B, N, Y, X) -> (B, K)."""
        return self.head(self.hidden(images)[:, 0])

    def hidden(self, images: Tensor) -> Tensor:
        """(B, N, Y, X) -> what the last layer knows at the class token and each patch."""
        size = (self.config.n_channels, self.config.image_size, self.config.image_size)
        if images.shape[1:] != size:
            raise ValueError(f"images must be {size} each, not {tuple(images.shape[1:])}.")
        x = self.patches(images).flatten(2).transpose(1, 2)  # (B, P, C)
        x = torch.cat((self.class_token.expand(len(x), -1, -1), x), dim=1)  # (B, 1 + P, C)
        x = self.dropout(x + self.position_embedding)
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)
