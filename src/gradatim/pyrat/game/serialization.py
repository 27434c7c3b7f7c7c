"""Keep games and players in tensors, so that a stopped run goes on with the same turn."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.pyrat.game.engine import Games

UNSIGNED = "uint64:"  # before the name of an array that is kept as signed


def arrays_of(thing: object) -> dict[str, np.ndarray]:
    """The arrays of games, or of what remembers things about them (a player, a seat)."""
    if isinstance(thing, Games):  # travel times follow from the maze
        return {k: v for k, v in thing.state._asdict().items() if k != "between"}
    return {k: v for k, v in vars(thing).items() if isinstance(v, np.ndarray)}


def keep(*things: object) -> list[dict[str, Tensor]]:
    """Copy all arrays; torch.save knows no unsigned 64 bits, so these are kept as signed."""
    return [
        {_name(k, v): torch.from_numpy(_signed(v).copy()) for k, v in arrays_of(t).items()}
        for t in things
    ]


def put_back(kept: list[dict[str, Tensor]], *things: Any) -> None:
    """Give games and players back what `keep` copied, also what they have not made room for yet."""
    for thing, tensors in zip(things, kept, strict=True):
        arrays = {}
        for name, tensor in tensors.items():
            array = tensor.numpy().copy()
            unsigned = name.startswith(UNSIGNED)
            arrays[name.removeprefix(UNSIGNED)] = array.view(np.uint64) if unsigned else array
        if not isinstance(thing, Games):
            vars(thing).update(arrays)
            continue
        for name, array in arrays_of(thing).items():
            array[...] = arrays[name]
        now, travel = thing.state, thing.pool.mazes.travel
        now.between[...] = travel[
            now.maze[:, None, None], now.slots[:, :, None], now.slots[:, None, :]
        ]


def _name(name: str, array: np.ndarray) -> str:
    return UNSIGNED + name if array.dtype == np.uint64 else name


def _signed(array: np.ndarray) -> np.ndarray:
    return array.view(np.int64) if array.dtype == np.uint64 else array
