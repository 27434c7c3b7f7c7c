"""A sound as a sentence: patches of its spectrogram, read by the encoder that reads words.

Source: Gong, Chung and Glass 2021, "AST: audio spectrogram transformer"; here without overlap of
the patches, and the answer is the mean over the patches, which a small data set learns faster.

Shapes: B batch, M frequency bands, W frames of time, P patches, C width, K classes.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.layers import encoder_layers, initialize, make_dropout
from gradatim.validation import require_divisor, require_fraction, require_sizes


@dataclass(frozen=True, kw_only=True)
class AudioConfig:
    """Sizes of an audio Transformer; its feed-forward networks are four times as wide."""

    n_bands: Annotated[int, Help("frequency bands of the spectrograms")] = 64
    n_frames: Annotated[int, Help("time frames of the spectrograms")] = 64
    patch_bands: Annotated[
        int, Help("height of a patch, in frequency bands; a divisor of their number")
    ] = 16
    patch_frames: Annotated[
        int, Help("width of a patch, in time frames; a divisor of their number")
    ] = 4
    n_classes: Annotated[int, Help("classes, one output each")] = 10
    width: Annotated[int, Help("channels per patch, at least 1")] = 128
    n_layers: Annotated[int, Help("encoder layers, at least 1")] = 4
    n_heads: Annotated[int, Help("attention heads per layer; a divisor of the width")] = 4
    dropout: Annotated[float, Help("fraction of activations dropped in training, 0 to below 1")] = (
        0.0
    )

    def __post_init__(self) -> None:
        require_sizes(self, "n_bands", "n_frames", "patch_bands", "patch_frames", "n_classes")
        require_sizes(self, "width", "n_layers", "n_heads")
        require_divisor(self, "n_heads", "width")
        require_divisor(self, "patch_bands", "n_bands")
        require_divisor(self, "patch_frames", "n_frames")
        require_fraction(self, "dropout")

    @property
    def hidden(self) -> int:
        """Width of the feed-forward networks."""
        return 4 * self.width


class AudioTransformer(nn.Module):
    """Log spectrograms (B, M, W) -> scores of the classes (B, K)."""

    def __init__(self, config: AudioConfig):
        super().__init__()
        self.config = config
        width, patch = config.width, (config.patch_bands, config.patch_frames)
        rows, columns = config.n_bands // patch[0], config.n_frames // patch[1]
        # A convolution whose stride is its size: a linear layer on each patch, as in ViT.
        self.patches = nn.Conv2d(1, width, kernel_size=patch, stride=patch)
        # Frequency and time are learned apart: a pattern moved in time stays nearly the same.
        self.band_embedding = nn.Parameter(torch.empty(rows, 1, width))
        self.time_embedding = nn.Parameter(torch.empty(1, columns, width))
        self.dropout = make_dropout(config.dropout)
        self.layers = encoder_layers(config, activation="gelu", norm_first=True)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, config.n_classes)
        initialize(self)
        # They are parameters and no layers, so `initialize` has passed them by.
        nn.init.normal_(self.band_embedding, std=0.02)
        nn.init.normal_(self.time_embedding, std=0.02)

    def forward(self, spectrograms: Tensor) -> Tensor:
        """(B, M, W) -> (B, K)."""
        size = (self.config.n_bands, self.config.n_frames)
        if spectrograms.shape[1:] != size:
            raise UserError(
                f"spectrograms have the shape {tuple(spectrograms.shape[1:])} (bands, frames): "
                f"this network takes {size}."
            )
        x = self.patches(spectrograms[:, None]).flatten(2).transpose(1, 2)  # (B, P, C)
        x = self.dropout(x + (self.band_embedding + self.time_embedding).flatten(0, 1))
        for layer in self.layers:
            x = layer(x)
        # A word may begin anywhere in the recording: the mean does not care where.
        return self.head(self.norm(x).mean(1))


class SpectrogramNetwork(nn.Module):
    """A network for gray images that reads spectrograms.

    Args:
        network: images (B, 1, M, W) to logits (B, K).
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, spectrograms: Tensor) -> Tensor:
        """(B, M, W) -> (B, K)."""
        return self.network(spectrograms[:, None])
