"""The next frames of a film by convolution alone: each frame encoded, time mixed, frames decoded.

The encoder halves each frame twice; the frames' maps are stacked as channels of one image, so that
ordinary convolutions see all times at once; the decoder makes each next frame from its part of
the channels, and from the early maps of a seen frame, which keep fine detail.

Source: Gao, Tan, Wu, Li 2022, "SimVP: simpler yet better video prediction", section 3.

Shapes: B clips, T frames seen and as many predicted, S height and width, C maps per frame.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.spelling import given
from gradatim.validation import require_sizes

STRIDE = 4  # pixels of a frame that a place of the deepest maps stands for


@dataclass(frozen=True, kw_only=True)
class NextFramesConfig:
    """Sizes of a network that predicts frames."""

    image_size: Annotated[int, Help("height and width of a frame, in pixels, a multiple of 4")] = 32
    n_frames: Annotated[
        int, Help("frames that are seen, and as many that are predicted, at least 1")
    ] = 10
    filters: Annotated[int, Help("feature maps of a frame, at least 1")] = 16
    hidden: Annotated[int, Help("feature maps of all times together, at least 1")] = 128
    n_layers: Annotated[int, Help("blocks that mix the times, at least 1")] = 4

    def __post_init__(self) -> None:
        require_sizes(self, "image_size", "n_frames", "filters", "hidden", "n_layers")
        if self.image_size % STRIDE:
            raise UserError(
                f"{given('image_size', self.image_size)}: give a multiple of {STRIDE} pixels."
            )


class MixingBlock(nn.Module):
    """x + a wide convolution of each map, then a network over all maps of a place."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            # 7 x 7 places of 4 pixels: as far as the fastest digit comes in several frames.
            nn.Conv2d(width, width, 7, padding=3, groups=width),
            nn.GroupNorm(1, width),
            nn.Conv2d(width, 2 * width, 1),
            nn.GELU(),
            nn.Conv2d(2 * width, width, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, width, S / 4, S / 4) -> the same."""
        return x + self.layers(x)


class NextFrames(nn.Module):
    """Frames (B, T, S, S), pixels from 0 to 1 -> scores (logits) of the next, (B, T, S, S)."""

    def __init__(self, config: NextFramesConfig) -> None:
        super().__init__()
        self.config = config
        C, stacked = config.filters, config.n_frames * config.filters
        self.early = nn.Sequential(nn.Conv2d(1, C, 3, padding=1), nn.GroupNorm(1, C), nn.GELU())
        self.deep = nn.Sequential(
            nn.Conv2d(C, C, 3, stride=2, padding=1),
            nn.GroupNorm(1, C),
            nn.GELU(),
            nn.Conv2d(C, C, 3, stride=2, padding=1),
            nn.GroupNorm(1, C),
            nn.GELU(),
        )
        self.mix = nn.Sequential(
            nn.Conv2d(stacked, config.hidden, 1),
            *(MixingBlock(config.hidden) for _ in range(config.n_layers)),
            nn.Conv2d(config.hidden, stacked, 1),
        )
        self.up = nn.Sequential(
            nn.ConvTranspose2d(C, C, 4, stride=2, padding=1),
            nn.GroupNorm(1, C),
            nn.GELU(),
            nn.ConvTranspose2d(C, C, 4, stride=2, padding=1),
            nn.GroupNorm(1, C),
            nn.GELU(),
        )
        self.head = nn.Sequential(nn.Conv2d(2 * C, C, 3, padding=1), nn.GELU(), nn.Conv2d(C, 1, 1))

    def forward(self, frames: Tensor) -> Tensor:
        """(B, T, S, S) -> (B, T, S, S)."""
        B, T = frames.shape[:2]
        early = self.early(frames.flatten(0, 1)[:, None])  # (B T, C, S, S)
        deep = self.deep(early)  # (B T, C, S / 4, S / 4)
        mixed = self.mix(deep.unflatten(0, (B, T)).flatten(1, 2))  # (B, T C, S / 4, S / 4)
        decoded = self.up(mixed.unflatten(1, (T, -1)).flatten(0, 1))  # (B T, C, S, S)
        scores = self.head(torch.cat((decoded, early), 1))  # (B T, 1, S, S)
        return scores[:, 0].unflatten(0, (B, T))
