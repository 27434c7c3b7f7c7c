"""What a PyRat network thinks of one game: its next goal, who will lead, what it looks at.

Shapes: C cells of the maze, K slots of cheese, L layers.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch import nn

from gradatim.models.attention import record_attention

if TYPE_CHECKING:
    from gradatim.pyrat.game.engine import Games


class Thought(NamedTuple):
    """A network's view of one game, from one side."""

    shares: np.ndarray  # (K,) float32, how likely each cheese is its next goal; NaN where eaten
    lead: float  # pieces of cheese that it expects to be ahead in the end
    attention: np.ndarray  # (L, K, K) float32, mean over heads: how much row looks at column


class Places(NamedTuple):
    """What the same network would think if the player stood on another cell."""

    steps: np.ndarray  # (C,) int8, the first step to its goal: 1 north, 2 east, 3 south, 4 west
    leads: np.ndarray  # (C,) float32, the lead that it expects; NaN where no cell is


def think(model: nn.Module, games: "Games", side: int) -> Thought:
    """Ask a network about the first game.

    Args:
        model: a `CheeseTransformer`.
        games: of which the first is looked at.
        side: whose eyes, 0 or 1.
    """
    from gradatim.pyrat.players.network_player import view

    K = games.state.slots.shape[1]
    seen = view(games, side, np.array([0]))
    with torch.no_grad(), record_attention(model) as records:
        outlook = model(seen.tokens, seen.between, seen.summary)
    slots = seen.slots[0].numpy()
    there = games.state.present[0, slots]
    shares = np.full(K, np.nan, np.float32)
    shares[slots[there]] = outlook.policy[0].softmax(0).numpy()[there]
    attention = np.zeros((len(records), K, K), np.float32)
    for layer, calls in enumerate(records.values()):
        attention[layer][np.ix_(slots, slots)] = calls[0][0].mean(0).numpy()
    return Thought(shares, float(outlook.value[0]), attention)


def elsewhere(model: nn.Module, games: "Games", side: int) -> Places:
    """Put the player on every cell of the first game's maze in turn, and ask the network.

    All places are one batch: as many games, which differ in where one player stands.
    """
    from gradatim.pyrat.game.engine import Games
    from gradatim.pyrat.players.base import lowest_action
    from gradatim.pyrat.players.network_player import judge

    mazes, now = games.pool.mazes, games.state
    C = mazes.weights.shape[1]
    cells = mazes.order[0, : mazes.n_cells[0]].astype(np.int64)
    many = Games(games.pool, len(cells), auto_reset=False)
    for each, one in zip(many.state, now, strict=True):
        each[:] = one[:1]
    many.state.position[:, side] = cells
    many.state.mud_left[:, side] = 0
    many.state.mud_target[:, side] = -1
    policy, values = judge(model, many, side, np.arange(len(cells)))
    goals = now.slots[0, policy.argmax(1)]
    steps, leads = np.zeros(C, np.int8), np.full(C, np.nan, np.float32)
    leads[cells] = values
    for cell, goal in zip(cells, goals, strict=True):
        steps[cell] = lowest_action(mazes.first_moves[0, cell, goal])
    return Places(steps, leads)
