"""A residual convolutional network that plays PyRat: from the board as an image to a step.

Convolutions see walls, mud and holes in place, and the same weights serve every cell and every size
of board. A 3x3 kernel has a radius of one cell, so L blocks have a radius of 2 L + 1 cells; what is
farther away reaches a cell through the mean over the board, which every second block adds (global
pooling as in Wu 2019, "Accelerating self-play learning in Go", section 4). The features of the cell
on which the player stands give the step.

Shapes: B batch, C channels, H and W the board.

K. He et al., "Identity mappings in deep residual networks", 2016 (norm and ReLU come first).
"""

from dataclasses import dataclass
from typing import Annotated

import torch
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.pyrat.cheese_transformer import PolicyValue
from gradatim.models.pyrat.mlp import N_STEPS
from gradatim.validation import require_sizes

N_PLANES = 14  # of an observation by planes
ME = 6  # the plane with a 1 on my cell
CELL = 4  # the plane with a 1 on every cell that exists


@dataclass(frozen=True, kw_only=True)
class BoardConvNetConfig:
    """Sizes of the network."""

    width: Annotated[int, Help("channels of every layer, at least 1")] = 32
    n_blocks: Annotated[int, Help("residual blocks of two convolutions, at least 1")] = 6

    def __post_init__(self) -> None:
        require_sizes(self, "width", "n_blocks")


class BoardBlock(nn.Module):
    """Two convolutions with a skip connection; with `pooled`, the mean over the board is added."""

    def __init__(self, width: int, pooled: bool):
        super().__init__()
        # GroupNorm with one group: the same in training and in play, whatever the batch.
        self.norm1, self.norm2 = nn.GroupNorm(1, width), nn.GroupNorm(1, width)
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        self.pooled = nn.Linear(width, width) if pooled else None

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H, W)."""
        y = self.conv1(self.norm1(x).relu())
        if self.pooled is not None:
            y = y + self.pooled(y.mean((2, 3)))[:, :, None, None]
        return x + self.conv2(self.norm2(y).relu())


class BoardConvNet(nn.Module):
    """Policy over the four steps and value of the game, on boards of any size."""

    def __init__(self, config: BoardConvNetConfig):
        super().__init__()
        self.config = config
        C = config.width
        self.stem = nn.Conv2d(N_PLANES, C, 3, padding=1)
        self.blocks = nn.Sequential(*(BoardBlock(C, i % 2 == 1) for i in range(config.n_blocks)))
        self.norm = nn.GroupNorm(1, C)
        self.policy, self.value = nn.Linear(2 * C, N_STEPS), nn.Linear(2 * C, 1)
        nn.init.zeros_(self.policy.weight)
        nn.init.zeros_(self.value.weight)

    def forward(self, planes: Tensor) -> PolicyValue:
        """Policy and value of a batch of games.

        Args:
            planes: (B, 14, H, W), an observation by planes.
        """
        x = self.norm(self.blocks(self.stem(planes))).relu()  # (B, C, H, W)
        me, cells = planes[:, ME : ME + 1], planes[:, CELL : CELL + 1]
        here = (x * me).sum((2, 3))  # (B, C)
        mean = (x * cells).sum((2, 3)) / cells.sum((2, 3)).clamp(min=1)
        both = torch.cat([here, mean], dim=1)
        return PolicyValue(self.policy(both), self.value(both)[:, 0])
