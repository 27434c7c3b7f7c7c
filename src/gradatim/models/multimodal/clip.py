"""CLIP in small: an image and its caption should point the same way.

Two encoders, one for images and one for texts, end in vectors of the same length. Of a batch of
pairs every image has to find its own caption among all of them, and every caption its image. What
was never seen together can then be compared, too: an image with any words.

Source: Radford et al. 2021, "Learning transferable visual models from natural language
supervision", figure 3.

Shapes: B pairs, N channels, Y x X pixels, T tokens, C width of the text, D dimensions compared.
"""

import math
from dataclasses import dataclass, field, replace
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.layers import encoder_layers, initialize, make_dropout
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.validation import (
    require_divisor,
    require_fraction,
    require_kind,
    require_sizes,
)

PAD = 0  # number of the token that fills a text up
SHARPEST = 100.0  # largest factor of the cosines: above, single pairs would rule the gradient


@dataclass(frozen=True, kw_only=True)
class TextEncoderConfig:
    """Sizes of the encoder of texts."""

    vocabulary_size: Annotated[int, Help("tokens of the vocabulary")] = 1000
    context: Annotated[int, Help("most tokens of a text, at least 1")] = 16
    width: Annotated[int, Help("channels per token, at least 1")] = 128
    hidden: Annotated[int, Help("width of the feed-forward networks, at least 1")] = 256
    n_layers: Annotated[int, Help("encoder layers, at least 1")] = 1
    n_heads: Annotated[int, Help("attention heads per layer; a divisor of the width")] = 4
    dropout: Annotated[float, Help("fraction of activations dropped in training, 0 to below 1")] = (
        0.1
    )

    def __post_init__(self) -> None:
        require_sizes(self, "vocabulary_size", "context", "width", "hidden", "n_layers", "n_heads")
        require_divisor(self, "n_heads", "width")
        require_fraction(self, "dropout")


@dataclass(frozen=True, kw_only=True)
class CLIPConfig:
    """Sizes of both encoders."""

    embedding_width: Annotated[
        int, Help("numbers in which an image and a text are compared, at least 1")
    ] = 128
    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 3
    image_size: Annotated[int, Help("height and width of the images, in pixels")] = 32
    filters: Annotated[
        tuple[int, ...], Help("feature maps of each stage of the image encoder, at least 1")
    ] = (
        32,
        64,
        128,
    )
    text: Annotated[TextEncoderConfig, Help("sizes of the text encoder")] = field(
        default_factory=TextEncoderConfig
    )

    def __post_init__(self) -> None:
        require_sizes(self, "embedding_width", "in_channels", "image_size", "filters")
        require_kind(self, text=TextEncoderConfig)


class TextEncoder(nn.Module):
    """Tokens (B, T), filled up with 0 -> the mean of what the last layer knows, (B, C)."""

    def __init__(self, config: TextEncoderConfig) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        self.position_embedding = nn.Embedding(config.context, config.width)
        self.layers = encoder_layers(config, activation="gelu", norm_first=True)
        self.norm = nn.LayerNorm(config.width)
        self.dropout = make_dropout(config.dropout)
        initialize(self)

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, T) -> (B, C)."""
        there = tokens != PAD  # (B, T)
        positions = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.dropout(self.token_embedding(tokens) + self.position_embedding(positions))
        # An empty text may look at its padding: a row without any key would give NaN.
        mask = (there | ~there.any(1, keepdim=True))[:, None, None]  # (B, 1, 1, T)
        for layer in self.layers:
            x = layer(x, mask)
        x = self.norm(x) * there[..., None]
        # Words only: with the padding, the vector of a short text would depend on its batch.
        return x.sum(1) / there.sum(1, keepdim=True).clamp(min=1)


class CLIP(nn.Module):
    """Images (B, N, Y, X) and tokens (B, T) -> unit vectors of both, (B, D)."""

    def __init__(self, config: CLIPConfig) -> None:
        super().__init__()
        self.config = config
        self.image_encoder = ConvNet(
            ConvNetConfig(
                in_channels=config.in_channels,
                image_size=config.image_size,
                widths=config.filters,
                kernel_sizes=(3,) * len(config.filters),
                same_padding=True,
                batch_norm=True,
                hidden=(),
                n_classes=config.embedding_width,
                dropout=config.text.dropout,
            )
        )
        self.text_encoder = TextEncoder(config.text)
        self.head = nn.Linear(config.text.width, config.embedding_width, bias=False)
        # How sharply cosines are told apart is learned with the rest (section 2.5).
        self.log_scale = nn.Parameter(torch.tensor(math.log(10.0)))

    def forward(self, images: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, N, Y, X), (B, T) -> unit vectors (B, D), (B, D), and the factor of their products."""
        scale = self.log_scale.exp().clamp(max=SHARPEST)
        return self.embed_images(images), self.embed_texts(tokens), scale

    def embed_images(self, images: Tensor) -> Tensor:
        """Pixels from 0 to 1, (B, N, Y, X) -> (B, D)."""
        # Of length 1: their product is a cosine, and no vector gains by being long.
        return F.normalize(self.image_encoder(2 * images - 1).float(), dim=1)

    def embed_texts(self, tokens: Tensor) -> Tensor:
        """(B, T) -> (B, D)."""
        # In float32, as the images: after a scale of up to 100 a rounded cosine would decide
        # between near pairs.
        return F.normalize(self.head(self.text_encoder(tokens)).float(), dim=1)


def matching_loss(images: Tensor, texts: Tensor, scale: Tensor) -> Tensor:
    """Cross-entropy of finding each image's text and each text's image in the batch.

    Args:
        images, texts: unit vectors of pairs, (B, D).
        scale: factor of the cosines, 0-dim.
    """
    likeness = scale * images @ texts.T  # (B, B)
    # Pair i stands in row i and column i; all other pairs of the batch count as wrong (figure 3).
    partner = torch.arange(len(images), device=images.device)
    # Both ways: a text that fits every image would do well in the one and badly in the other.
    return (F.cross_entropy(likeness, partner) + F.cross_entropy(likeness.T, partner)) / 2


def sized(config: CLIPConfig, shape: tuple[int, int, int], vocabulary_size: int) -> CLIPConfig:
    """Fill in the sizes that images and texts decide."""
    return replace(
        config,
        in_channels=shape[0],
        image_size=shape[1],
        text=replace(config.text, vocabulary_size=vocabulary_size),
    )
