"""A sound as a sentence: patches of its spectrogram, read by the encoder that reads words.

Source: Gong, Chung and Glass 2021, "AST: audio spectrogram transformer"; here without overlap of
the patches, and the answer is the mean over the patches, which a small data set learns faster.

Shapes: B batch, M frequency bands, W frames of time, P patches, C width, K classes.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from gradatim.models.layers import EncoderLayer, check_heads, check_sizes, dropout, initialise


@dataclass(frozen=True, kw_only=True)
class AudioConfig:
    """Sizes of an audio Transformer.

    Args:
        n_bands: M, frequency bands of the spectrogram; a multiple of `patch_bands`.
        n_frames: W, frames of the spectrogram; a multiple of `patch_frames`.
        patch_bands, patch_frames: size of a patch.
        n_classes: K.
        width: C, channels per patch.
        n_layers: number of encoder layers.
        n_heads: heads of attention; divides `width`.
        dropout: share dropped in training, 0 to 1.
    """

    n_bands: int = 64
    n_frames: int = 64
    patch_bands: int = 16
    patch_frames: int = 4
    n_classes: int = 10
    width: int = 128
    n_layers: int = 4
    n_heads: int = 4
    dropout: float = 0.0

    def __post_init__(self) -> None:
        check_sizes(self, "n_bands", "n_frames", "patch_bands", "patch_frames", "n_classes")
        check_sizes(self, "width", "n_layers", "n_heads")
        check_heads(self)
        for size, patch in (("n_bands", "patch_bands"), ("n_frames", "patch_frames")):
            if getattr(self, size) % getattr(self, patch):
                raise ValueError(
                    f"{patch} must divide {size}, and {getattr(self, patch)} does not divide "
                    f"{getattr(self, size)}."
                )


class AudioTransformer(nn.Module):
    """Log spectrograms (B, M, W) -> scores of the classes (B, K)."""

    def __init__(self, config: AudioConfig):
        super().__init__()
        self.config = config
        width, patch = config.width, (config.patch_bands, config.patch_frames)
        rows, columns = config.n_bands // patch[0], config.n_frames // patch[1]
        self.patches = nn.Conv2d(1, width, kernel_size=patch, stride=patch)
        # Frequency and time are learned apart: a pattern moved in time stays nearly the same.
        self.band_embedding = nn.Parameter(torch.empty(rows, 1, width))
        self.time_embedding = nn.Parameter(torch.empty(1, columns, width))
        self.dropout = dropout(config.dropout)
        self.layers = nn.ModuleList(
            EncoderLayer(
                width,
                4 * width,
                n_heads=config.n_heads,
                activation="gelu",
                norm_first=True,
                dropout=config.dropout,
            )
            for _ in range(config.n_layers)
        )
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, config.n_classes)
        initialise(self)
        nn.init.normal_(self.band_embedding, std=0.02)
        nn.init.normal_(self.time_embedding, std=0.02)

    def forward(self, spectrograms: Tensor) -> Tensor:
        """(B, M, W) -> (B, K)."""
        size = (self.config.n_bands, self.config.n_frames)
        if spectrograms.shape[1:] != size:
            raise ValueError(
                f"spectrograms must be {size} each, not {tuple(spectrograms.shape[1:])}."
            )
        x = self.patches(spectrograms[:, None]).flatten(2).transpose(1, 2)  # (B, P, C)
        x = self.dropout(x + (self.band_embedding + self.time_embedding).flatten(0, 1))
        for layer in self.layers:
            x = layer(x)
        return self.head(self.norm(x).mean(1))
