"""An MLP that plays PyRat on open boards: from the lab's canvas to a step and a value.

The canvas is centered on the player, so "two cells to the north" is always the same pixel and the
network need not learn where it stands. It shows neither walls nor holes nor mud, and its size is
that of the board: this network plays one board, and an open one.

Shapes: B batch, W x H the board.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.pyrat.cheese_transformer import PolicyValue
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.validation import require_sizes

N_STEPS = 4  # north, east, south, west: standing still is never better


@dataclass(frozen=True, kw_only=True)
class BoardMLPConfig:
    """Sizes of the network."""

    board_width: Annotated[int, Help("cells from west to east")] = 10
    board_height: Annotated[int, Help("cells from north to south")] = 10
    hidden: Annotated[
        tuple[int, ...], Help("neurons of each hidden layer, at least 1, or none")
    ] = (
        512,
        256,
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))
        require_sizes(self, "board_width", "board_height", "hidden")


class BoardMLP(nn.Module):
    """Policy over the four steps and value of the game."""

    def __init__(self, config: BoardMLPConfig):
        super().__init__()
        self.config = config
        n_pixels = 2 * (2 * config.board_width - 1) * (2 * config.board_height - 1)
        *hidden, last = config.hidden
        self.body = MLP(MLPConfig(in_features=n_pixels + 2, hidden=tuple(hidden), n_classes=last))
        self.policy, self.value = nn.Linear(last, N_STEPS), nn.Linear(last, 1)
        nn.init.zeros_(self.policy.weight)
        nn.init.zeros_(self.value.weight)

    def forward(self, canvas: Tensor, numbers: Tensor) -> PolicyValue:
        """Policy and value of a batch of games.

        Args:
            canvas: (B, 2, 2H - 1, 2W - 1), 1 where cheese lies around me, around the other.
            numbers: (B, 2) my lead and the cheese left, in pieces.
        """
        scaled = numbers / numbers.new_tensor([5.0, 20.0])  # of the size of the pixels
        x = self.body(torch.cat([canvas.flatten(1), scaled], dim=1)).relu()  # (B, hidden[-1])
        return PolicyValue(self.policy(x), self.value(x)[:, 0])
