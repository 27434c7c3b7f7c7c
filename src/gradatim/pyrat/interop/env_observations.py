"""What the environments tell a learner: observations and their spaces, masks, a potential.

Shapes: N games, A = 5 actions.
"""

from typing import Any

import numpy as np
from gymnasium import spaces

from gradatim.errors import UserError, nearest
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import ACTIONS
from gradatim.pyrat.game.observations import (
    observe_entities,
    observe_flat,
    observe_nearest,
    observe_planes,
)

OBSERVATIONS = ("nearest", "flat", "planes", "entities")
ARRAYS = {"nearest": observe_nearest, "flat": observe_flat, "planes": observe_planes}


def observe(games: Games, side: int, observation: str) -> Any:
    """Fresh arrays (N, ...): one, or a dictionary of them for `entities`.

    Raises:
        UserError: unknown observation.
    """
    if observation not in OBSERVATIONS:
        raise UserError(
            f"unknown observation {observation!r}: {nearest(observation, OBSERVATIONS)}"
        )
    if observation == "entities":
        seen = observe_entities(games, side)
        return {"tokens": seen.tokens, "between": seen.between.copy(), "summary": seen.summary}
    return ARRAYS[observation](games, side)


def observation_space(games: Games, observation: str) -> spaces.Space:
    """The space of one observation, without the axis of games."""
    example = observe(games, 0, observation)
    if isinstance(example, np.ndarray):
        return _box(example)
    return spaces.Dict({name: _box(array) for name, array in example.items()})


def _box(example: np.ndarray) -> spaces.Box:
    whole = example.dtype.kind == "i"
    low, high = (0, np.iinfo(example.dtype).max) if whole else (-np.inf, np.inf)
    return spaces.Box(low, high, example.shape[1:], example.dtype.type)


def row_of(seen: Any, g: int = 0) -> Any:
    """What was seen in one game."""
    return {k: v[g] for k, v in seen.items()} if isinstance(seen, dict) else seen[g]


def action_masks(games: Games, side: int) -> np.ndarray:
    """Which actions move the player, (N, A) bool; in mud, where none does, only `nothing`."""
    state, rows = games.state, np.arange(games.n)
    masks = games.pool.mazes.weights[state.maze, state.position[rows, side]] > 0  # (N, A)
    masks[state.mud_left[:, side] > 0] = False
    masks[:, ACTIONS.index("nothing")] = ~masks[:, 1:].any(1)
    return masks


def potential(games: Games, side: int) -> np.ndarray:
    """Nearness of the nearest cheese, (N,) from 0, far or none left, to 1, there."""
    tokens = observe_entities(games, side).tokens  # (N, K, 9)
    turns = tokens[..., 1] * (games.preset.width + games.preset.height)
    return np.where(tokens[..., 0] > 0, 1 / (1 + turns), 0).max(1) * ~games.state.over
