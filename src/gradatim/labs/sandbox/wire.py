"""Values of a learner's code as JSON, for the way between two processes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

LARGEST = 20_000  # numbers in one value


def pack(value: Any) -> Any:
    """A value as JSON; what has no JSON of its own is only named, as {"other": type}."""
    if isinstance(value, Tensor):
        if value.numel() > LARGEST or value.is_complex():
            return {"other": f"a tensor of shape {tuple(value.shape)}"}
        kind = str(value.dtype).removeprefix("torch.")
        return {"tensor": value.detach().cpu().tolist(), "dtype": kind, "shape": list(value.shape)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return {"list": [pack(item) for item in value], "tuple": isinstance(value, tuple)}
    if isinstance(value, dict):
        return {"dict": [[pack(key), pack(item)] for key, item in value.items()]}
    if isinstance(value, Slope):
        return {"slope": value.surface}
    return {"other": f"a {type(value).__name__}"}


def unpack(value: Any) -> Any:
    """The value that `pack` wrote; a value that was only named becomes a Foreign."""
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        kind = getattr(torch, value["dtype"])
        return torch.tensor(value["tensor"], dtype=kind).reshape(value["shape"])
    if "list" in value:
        items = [unpack(item) for item in value["list"]]
        return tuple(items) if value["tuple"] else items
    if "dict" in value:
        return {unpack(key): unpack(item) for key, item in value["dict"]}
    return Slope(value["slope"]) if "slope" in value else Foreign(value["other"])


class Foreign:
    """A value of the learner's code that is of no kind a view can use."""

    def __init__(self, name: str) -> None:
        """Keep what it is called."""
        self.name = name


class Slope:
    """The gradient of one of the view's surfaces, as the function that a learner's loop calls."""

    def __init__(self, surface: str) -> None:
        """Name the surface."""
        self.surface = surface
        self._function: Callable[[Tensor], Tensor] | None = None

    def __call__(self, w: Tensor) -> Tensor:
        """The gradient at w (2,), (2,)."""
        if self._function is None:
            from gradatim.views.gradient_descent.engine import SURFACES

            self._function = torch.func.grad(SURFACES[self.surface])
        return self._function(w)


def read(file: Path) -> bytes | None:
    """The bytes of a learner's file, None where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None
