"""Games and players as tensors, so that a stopped run continues with the same turn."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.pyrat.game.engine import Games

UNSIGNED = "uint64:"  # prefix of the name of an array that is saved as signed


def arrays_of(thing: object) -> dict[str, np.ndarray]:
    """The arrays of games, or of an object with a memory of them (a player, a policy adapter).

    An array in a named tuple has the name of both, for example `trace.walked`.
    """
    if isinstance(thing, Games):  # `between` follows from the maze, and is by far the largest
        return {k: v for k, v in thing.state._asdict().items() if k != "between"}
    found: dict[str, np.ndarray] = {}
    for name, value in vars(thing).items():
        if isinstance(value, np.ndarray):
            found[name] = value
        elif hasattr(value, "_asdict"):
            fields = value._asdict().items()
            found |= {f"{name}.{k}": v for k, v in fields if isinstance(v, np.ndarray)}
    return found


def save_arrays(*things: object) -> list[dict[str, Tensor]]:
    """Copy all arrays; torch.save has no unsigned 64-bit integers, so these are saved as signed."""
    return [
        {_name(k, v): torch.from_numpy(_signed(v).copy()) for k, v in arrays_of(t).items()}
        for t in things
    ]


def load_arrays(saved: list[dict[str, Tensor]], *things: Any) -> None:
    """Give games and players back what `save_arrays` copied.

    A player allocates its arrays when it first sees games; one that has not yet is given them here.
    """
    for thing, tensors in zip(things, saved, strict=True):
        arrays = {}
        for name, tensor in tensors.items():
            array = tensor.numpy().copy()
            unsigned = name.startswith(UNSIGNED)
            arrays[name.removeprefix(UNSIGNED)] = array.view(np.uint64) if unsigned else array
        if isinstance(thing, Games):
            _load_games(thing, arrays)
            continue
        for name, array in arrays.items():
            owner, _, field = name.partition(".")
            value = getattr(thing, owner)._replace(**{field: array}) if field else array
            setattr(thing, owner, value)


def _load_games(games: Games, arrays: dict[str, np.ndarray]) -> None:
    for name, array in arrays_of(games).items():
        array[...] = arrays[name]
    now, travel = games.state, games.pool.mazes.travel
    now.between[...] = travel[now.maze[:, None, None], now.slots[:, :, None], now.slots[:, None, :]]


def _name(name: str, array: np.ndarray) -> str:
    return UNSIGNED + name if array.dtype == np.uint64 else name


def _signed(array: np.ndarray) -> np.ndarray:
    return array.view(np.int64) if array.dtype == np.uint64 else array
