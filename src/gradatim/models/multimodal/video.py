"""Networks that see a film: convolution over space and time, and divided space-time attention.

Both answer two questions about a clip: what is on it, and where it goes. The first can be answered
from one frame; the second only by comparing frames.

Sources: Tran et al. 2018, "A closer look at spatiotemporal convolutions for action recognition"
(R(2+1)D: a convolution in space, then one in time); Bertasius, Wang, Torresani 2021, "Is space-time
attention all you need for video understanding?", section 3 (TimeSformer).

Shapes: B clips, T frames, S height and width, C width, P patches per frame, K digits, D directions.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.layers import FeedForward, initialize
from gradatim.validation import require_divisor, require_sizes


@dataclass(frozen=True, kw_only=True)
class VideoConvNetConfig:
    """Sizes of a (2+1)D ConvNet."""

    image_size: Annotated[int, Help("height and width of a frame, in pixels")] = 32
    n_frames: Annotated[
        int, Help("frames of a clip, at least 1; with 1 a network cannot see motion")
    ] = 6
    n_classes: Annotated[int, Help("things that move")] = 10
    n_directions: Annotated[int, Help("directions they move in")] = 8
    filters: Annotated[
        tuple[int, ...], Help("feature maps of each stage, which halves the maps, at least 1")
    ] = (
        16,
        32,
        64,
    )

    def __post_init__(self) -> None:
        require_sizes(self, "image_size", "n_frames", "n_classes", "n_directions", "filters")


class VideoConvNet(nn.Module):
    """Clips (B, T, S, S) -> scores of what it is (B, K), and of where it goes (B, D)."""

    def __init__(self, config: VideoConvNetConfig) -> None:
        super().__init__()
        self.config = config
        stages: list[nn.Module] = []
        channels = 1
        for filters in config.filters:
            stages += [
                # A 3 x 3 x 3 kernel split in two: half the weights, and one more non-linearity.
                nn.Conv3d(channels, filters, (1, 3, 3), (1, 2, 2), (0, 1, 1), bias=False),
                nn.BatchNorm3d(filters),
                nn.ReLU(),
                nn.Conv3d(filters, filters, (3, 1, 1), padding=(1, 0, 0), bias=False),
                nn.BatchNorm3d(filters),
                nn.ReLU(),
            ]
            channels = filters
        self.stages = nn.Sequential(*stages)
        self.head = nn.Linear(channels, config.n_classes + config.n_directions)

    def forward(self, clips: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, S, S) -> (B, K), (B, D)."""
        x = self.stages(clips[:, None])  # (B, C, T, S / 2^stages, S / 2^stages)
        # A mean over all places: a digit means the same wherever it is, and so does a motion.
        what, where = self.head(x.mean((2, 3, 4))).split(
            [self.config.n_classes, self.config.n_directions], dim=1
        )
        return what, where


@dataclass(frozen=True, kw_only=True)
class VideoTransformerConfig:
    """Sizes of a Transformer with divided space-time attention."""

    image_size: Annotated[int, Help("height and width of a frame, in pixels")] = 32
    patch_size: Annotated[int, Help("height and width of a patch; a divisor of the frame's")] = 8
    n_frames: Annotated[
        int, Help("frames of a clip, at least 1; with 1 a network cannot see motion")
    ] = 6
    n_classes: Annotated[int, Help("things that move")] = 10
    n_directions: Annotated[int, Help("directions they move in")] = 8
    width: Annotated[int, Help("channels per patch, at least 1")] = 64
    n_layers: Annotated[
        int, Help("blocks of time attention, space attention, feed-forward, at least 1")
    ] = 3
    n_heads: Annotated[int, Help("attention heads per layer; a divisor of the width")] = 4

    def __post_init__(self) -> None:
        require_sizes(self, "image_size", "patch_size", "n_frames", "n_classes", "n_directions")
        require_sizes(self, "width", "n_layers", "n_heads")
        require_divisor(self, "n_heads", "width")
        require_divisor(self, "patch_size", "image_size")


class DividedBlock(nn.Module):
    """Attention over time at each place, over space in each frame, then a feed-forward network."""

    def __init__(self, config: VideoTransformerConfig) -> None:
        super().__init__()
        width = config.width
        self.time_norm, self.space_norm, self.feed_forward_norm = (
            nn.LayerNorm(width) for _ in range(3)
        )
        self.time = SelfAttention(width, n_heads=config.n_heads)
        self.space = SelfAttention(width, n_heads=config.n_heads)
        self.feed_forward = FeedForward(width, 4 * width, "gelu")

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, P, C) -> (B, T, P, C)."""
        B, T, P, _ = x.shape
        # T + P keys per query instead of T P.
        columns = self.time_norm(x).transpose(1, 2).flatten(0, 1)  # (B P, T, C)
        x = x + self.time(columns).unflatten(0, (B, P)).transpose(1, 2)
        frames = self.space_norm(x).flatten(0, 1)  # (B T, P, C)
        x = x + self.space(frames).unflatten(0, (B, T))
        return x + self.feed_forward(self.feed_forward_norm(x))


class VideoTransformer(nn.Module):
    """Clips (B, T, S, S) -> scores of what it is (B, K), and of where it goes (B, D)."""

    def __init__(self, config: VideoTransformerConfig) -> None:
        super().__init__()
        self.config = config
        side = config.image_size // config.patch_size
        self.patch_embedding = nn.Linear(config.patch_size**2, config.width)
        self.place_embedding = nn.Parameter(torch.zeros(side**2, config.width))
        # Two tables that are added, not one per place and time: fewer
        # numbers to learn from few clips.
        self.time_embedding = nn.Parameter(torch.zeros(config.n_frames, 1, config.width))
        self.blocks = nn.ModuleList(DividedBlock(config) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(config.width)
        self.head = nn.Linear(config.width, config.n_classes + config.n_directions)
        initialize(self)
        for table in (self.place_embedding, self.time_embedding):
            nn.init.normal_(table, std=0.02)

    def forward(self, clips: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, S, S) -> (B, K), (B, D)."""
        size = self.config.patch_size
        patches = clips.unfold(2, size, size).unfold(3, size, size)  # (B, T, S / p, S / p, p, p)
        x = self.patch_embedding(patches.flatten(4).flatten(2, 3))  # (B, T, P, C)
        x = x + self.place_embedding + self.time_embedding
        for block in self.blocks:
            x = block(x)
        what, where = self.head(self.norm(x).mean((1, 2))).split(
            [self.config.n_classes, self.config.n_directions], dim=1
        )
        return what, where
