"""Keep games and players in tensors, so that a stopped run goes on with the same turn."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.pyrat.engine import Games


def arrays_of(thing: object) -> dict[str, np.ndarray]:
    """The arrays of games, or of what remembers things about them (a player, a seat)."""
    if isinstance(thing, Games):  # travel times follow from the maze
        return {k: v for k, v in thing.state._asdict().items() if k != "between"}
    return {k: v for k, v in vars(thing).items() if isinstance(v, np.ndarray)}


def keep(*things: object) -> list[dict[str, Tensor]]:
    """Copy all arrays; torch.save knows no unsigned 64 bits, so these are kept as signed."""
    return [
        {k: torch.from_numpy(_signed(v).copy()) for k, v in arrays_of(t).items()} for t in things
    ]


def put_back(kept: list[dict[str, Tensor]], *things: Any) -> None:
    """Give games and players back what `keep` copied."""
    for thing, arrays in zip(things, kept, strict=True):
        if not isinstance(thing, Games):
            for name, tensor in arrays.items():
                array, before = tensor.numpy().copy(), vars(thing).get(name)
                setattr(thing, name, array if before is None else array.view(before.dtype))
            continue
        for name, array in arrays_of(thing).items():
            _signed(array)[...] = arrays[name].numpy()
        now, travel = thing.state, thing.pool.mazes.travel
        now.between[...] = travel[
            now.maze[:, None, None], now.slots[:, :, None], now.slots[:, None, :]
        ]


def _signed(array: np.ndarray) -> np.ndarray:
    return array.view(np.int64) if array.dtype == np.uint64 else array
