"""What a PyRat network computes for one game: its next goal, the final lead, its attention.

Shapes: C cells of the maze, K slots of cheese, L layers.
"""

from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from gradatim.models.attention import record_attention
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.players.base import lowest_action
from gradatim.pyrat.players.network_player import network_input, policy_and_value


class PolicyOverlay(NamedTuple):
    """What a network computes for one game, seen from one side."""

    probabilities: np.ndarray  # (K,) float32, of each cheese as its next goal; NaN where eaten
    lead: float  # in cheese, at the end of the game
    attention: np.ndarray  # (L, K, K) float32, mean over heads: how much row looks at column


class CellOverlay(NamedTuple):
    """What the same network would compute if the player stood on another cell."""

    steps: np.ndarray  # (C,) int8, the first step to its goal: 1 north, 2 east, 3 south, 4 west
    leads: np.ndarray  # (C,) float32, the lead that it expects; NaN where no cell is


def policy_overlay(model: nn.Module, games: Games, side: int) -> PolicyOverlay:
    """Run a network on the first game.

    Args:
        model: a `CheeseTransformer`.
        games: of which the first is shown.
        side: of the player, 0 or 1.
    """

    K = games.state.slots.shape[1]
    seen = network_input(games, side, np.array([0]))
    with torch.no_grad(), record_attention(model) as records:
        output = model(seen.tokens, seen.between, seen.summary)
    slots = seen.slots[0].numpy()
    there = games.state.present[0, slots]
    probabilities = np.full(K, np.nan, np.float32)
    probabilities[slots[there]] = output.policy[0].softmax(0).numpy()[there]
    attention = np.zeros((len(records), K, K), np.float32)
    for layer, calls in enumerate(records.values()):
        attention[layer][np.ix_(slots, slots)] = calls[0][0].mean(0).numpy()
    return PolicyOverlay(probabilities, float(output.value[0]), attention)


def cell_overlay(model: nn.Module, games: Games, side: int) -> CellOverlay:
    """Run a network with the player on every cell of the first game's maze in turn.

    All places are one batch: as many games, which differ in where one player stands.
    """

    mazes, now = games.pool.mazes, games.state
    C = mazes.weights.shape[1]
    cells = mazes.order[0, : mazes.n_cells[0]].astype(np.int64)
    many = Games(games.pool, len(cells), auto_reset=False)
    for each, one in zip(many.state, now, strict=True):
        each[:] = one[:1]
    many.state.position[:, side] = cells
    many.state.mud_left[:, side] = 0  # on a cell, not on its way through mud
    many.state.mud_target[:, side] = -1
    policy, values = policy_and_value(model, many, side, np.arange(len(cells)))
    goals = now.slots[0, policy.argmax(1)]
    steps, leads = np.zeros(C, np.int8), np.full(C, np.nan, np.float32)
    leads[cells] = values
    for cell, goal in zip(cells, goals, strict=True):
        steps[cell] = lowest_action(mazes.first_moves[0, cell, goal])
    return CellOverlay(steps, leads)
