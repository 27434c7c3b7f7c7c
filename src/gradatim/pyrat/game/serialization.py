"""Games and players as tensors, so that a stopped run continues with the same turn."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.pyrat.game.engine import NOT_FILLED, Games

UNSIGNED = "uint64:"  # prefix of the name of an array that is saved as signed


def arrays_of(thing: object) -> dict[str, np.ndarray]:
    """The arrays of games, or of an object with a memory of them (a player, a policy adapter).

    An array inside a named tuple, or inside another object of PyRat, has the names that lead to it:
    `trace.goal`, `opponent.planner.random`.
    """
    if isinstance(thing, Games):  # `between` follows from the maze, and is by far the largest
        return {k: v for k, v in thing.state._asdict().items() if k != "between"}
    found: dict[str, np.ndarray] = {}
    for name, value in (thing._asdict() if hasattr(thing, "_asdict") else vars(thing)).items():
        if isinstance(value, np.ndarray):
            found[name] = value
        elif _has_memory(value):
            found |= {f"{name}.{inner}": array for inner, array in arrays_of(value).items()}
    return found


def _has_memory(value: object) -> bool:
    """Tell whether an attribute belongs to its owner: games do not, nor does a network."""
    ours = type(value).__module__.startswith("gradatim.pyrat.")
    return ours and not isinstance(value, Games) and not getattr(value, "forgets", False)


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
            _put(thing, name, array)


def _put(thing: Any, name: str, value: Any) -> None:
    """Set what a dotted name leads to; a named tuple on the way is replaced in its owner."""
    owner, _, last = name.rpartition(".")
    for part in owner.split(".") if owner else ():
        thing, whole = getattr(thing, part), thing
    if hasattr(thing, "_replace"):
        thing, value, last = whole, thing._replace(**{last: value}), part
    setattr(thing, last, value)


def _load_games(games: Games, arrays: dict[str, np.ndarray]) -> None:
    for name, array in arrays_of(games).items():
        array[...] = arrays[name]
    games.state.between[:, 0, 0] = NOT_FILLED


def _name(name: str, array: np.ndarray) -> str:
    return UNSIGNED + name if array.dtype == np.uint64 else name


def _signed(array: np.ndarray) -> np.ndarray:
    return array.view(np.int64) if array.dtype == np.uint64 else array
