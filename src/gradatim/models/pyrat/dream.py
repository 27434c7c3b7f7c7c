"""A world model of PyRat: the next board, from a board and the moves of both players.

Every cell of the board is a token. It attends to itself and its eight neighbors only, as nothing
in the game acts farther than one cell in a turn; the weights are those of one rule, the same in
every place, so a model that learned on small boards also dreams of large ones. Each head has a bias
for each neighbor: with enough heads, attention can be any convolution.

Sources: Ha and Schmidhuber 2018, "World models"; Cordonnier, Loukas, Jaggi 2020, "On the
relationship between self-attention and convolutional layers", section 3; Shaw, Uszkoreit, Vaswani
2018, "Self-attention with relative position representations".

Shapes: B boards, Y x X cells, C = Y X, F fields of a cell, W width, H heads, D = W / H, P = 2
players, L = 1 + the most turns of mud.
"""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import Attention
from gradatim.models.layers import FeedForward, initialize
from gradatim.validation import require_divisor, require_sizes

MOST_TURNS = 9  # to cross mud, as in the official game
N_ACTIONS = 5  # nothing, north, east, south, west
N_EATERS = 4  # of the cheese on a cell: nobody, the rat, the python, both
# Values of each field of a cell: turns to leave it to the north, east, south, west (0: a wall);
# cheese; and of each player: 0 where it is not, else 1 + its turns left in mud; the direction in
# which it crosses mud, 0 for none; 0 where it is not, else 1 + its move.
FIELDS = (*[1 + MOST_TURNS] * 4, 2, *[2 + MOST_TURNS, N_ACTIONS, 1 + N_ACTIONS] * 2)


@dataclass(frozen=True, kw_only=True)
class DreamConfig:
    """Sizes of a world model."""

    width: Annotated[int, Help("channels per cell, a multiple of the heads, at least 1")] = 72
    n_layers: Annotated[int, Help("blocks of attention and feed-forward, at least 1")] = 3
    n_heads: Annotated[int, Help("attention heads per block; a divisor of the width")] = 9

    def __post_init__(self) -> None:
        require_sizes(self, "width", "n_layers", "n_heads")
        require_divisor(self, "n_heads", "width")


class NeighborAttention(Attention):
    """Attention of each cell to the 3 x 3 cells around it."""

    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.project = nn.Linear(width, width)
        self.neighbour_bias = nn.Parameter(torch.zeros(9, n_heads))

    def forward(self, x: Tensor) -> Tensor:
        """(B, Y, X, W) -> (B, Y, X, W)."""
        _, Y, X, _ = x.shape
        query, key, value = self.qkv(x).unflatten(3, (3, self.n_heads, -1)).unbind(3)
        around = F.pad(torch.stack((key, value)), (0, 0, 0, 0, 1, 1, 1, 1))
        shifted = [around[:, :, i : i + Y, j : j + X] for i in range(3) for j in range(3)]
        key, value = torch.stack(shifted, dim=4)  # (B, Y, X, 9, H, D) both
        scores = (query[:, :, :, None] * key).sum(-1) / math.sqrt(key.shape[-1])
        scores = scores.float() + self.neighbour_bias  # (B, Y, X, 9, H)
        # Nothing is beyond the edge: there keys and values are 0, which is as good as any token.
        weights = scores.softmax(dim=3)
        if self.record is not None:
            self.record.append(weights.detach().flatten(1, 2).permute(0, 3, 1, 2))  # (B, H, C, 9)
        output = (weights[..., None].to(value.dtype) * value).sum(3)  # (B, Y, X, H, D)
        return self.project(output.flatten(3))


class DreamBlock(nn.Module):
    """Attention to the neighbors, then a feed-forward network, each added to its input."""

    def __init__(self, config: DreamConfig) -> None:
        super().__init__()
        self.attention_norm, self.feed_forward_norm = (nn.LayerNorm(config.width) for _ in range(2))
        self.attention = NeighborAttention(config.width, config.n_heads)
        self.feed_forward = FeedForward(config.width, 4 * config.width, "gelu")

    def forward(self, x: Tensor) -> Tensor:
        """(B, Y, X, W) -> (B, Y, X, W)."""
        x = x + self.attention(self.attention_norm(x))
        return x + self.feed_forward(self.feed_forward_norm(x))


class Predicted(NamedTuple):
    """Scores (logits) of everything that may be otherwise on the next board."""

    place: Tensor  # of each player, over the cells, (B, P, C)
    left: Tensor  # turns left in mud if the player is on this cell, (B, P, C, L)
    direction: Tensor  # in which it crosses mud, 0 for none, likewise, (B, P, C, 5)
    cheese: Tensor  # that a cell has cheese, (B, C)
    eater: Tensor  # who ate the cheese of a cell, (B, C, 4)


class DreamTransformer(nn.Module):
    """Fields of cells (B, Y, X, F) -> what is predicted of the next board."""

    def __init__(self, config: DreamConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(sum(FIELDS), config.width)
        offsets = torch.tensor([sum(FIELDS[:i]) for i in range(len(FIELDS))])
        self.register_buffer("offsets", offsets, persistent=False)
        self.offsets: Tensor
        blocks = [DreamBlock(config) for _ in range(config.n_layers)]
        self.blocks = nn.Sequential(*blocks)
        self.norm = nn.LayerNorm(config.width)
        self.parts = (1, 1 + MOST_TURNS, N_ACTIONS)  # of a player
        self.head = nn.Linear(config.width, 2 * sum(self.parts) + 1 + N_EATERS)
        initialize(self)
        with torch.no_grad():  # each head begins at a neighbor of its own
            for block in blocks:
                for head in range(config.n_heads):
                    block.attention.neighbour_bias[head % 9, head] = 2.0

    def forward(self, fields: Tensor) -> Predicted:
        """(B, Y, X, F), int64, values as in `FIELDS` -> scores."""
        # The embedding of a cell is the sum of those of its fields.
        x = self.embedding(fields + self.offsets).sum(3)  # (B, Y, X, W)
        scores = self.head(self.norm(self.blocks(x))).flatten(1, 2).float()  # (B, C, ...)
        *players, cheese, eater = scores.split([*self.parts * 2, 1, N_EATERS], dim=2)
        place, left, direction = (torch.stack(players[i::3], dim=1) for i in range(3))
        return Predicted(place[..., 0], left, direction, cheese[..., 0], eater)
