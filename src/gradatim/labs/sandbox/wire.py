"""Values of a learner's code as JSON, for the way between two processes.

Pickle would run code of the learner's choice in the process that reads it; JSON cannot.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from gradatim.views.gradient_descent.surfaces import SURFACES

MAX_NUMBERS = 20_000  # in one tensor


class OpaqueValue:
    """A value of the learner's code that no view can use: only its name travels."""

    def __init__(self, name: str) -> None:
        """Take the name of its type."""
        self.name = name


class SurfaceGradient:
    """The gradient of one of the gradient descent view's surfaces.

    A function cannot travel as JSON; the name of the surface can.
    """

    def __init__(self, surface: str) -> None:
        """Take the name of the surface."""
        self.surface = surface
        self._gradient: Callable[[Tensor], Tensor] | None = None

    def __call__(self, w: Tensor) -> Tensor:
        """The gradient (2,) at w (2,)."""
        if self._gradient is None:
            self._gradient = torch.func.grad(SURFACES[self.surface])
        return self._gradient(w)


def pack(value: Any) -> Any:
    """A value as JSON; what has no JSON form is only named, as {"opaque": name of its type}."""
    if isinstance(value, Tensor):
        if value.numel() > MAX_NUMBERS or value.is_complex():
            return {"opaque": f"a tensor of shape {tuple(value.shape)}"}
        dtype = str(value.dtype).removeprefix("torch.")
        # The shape travels as well: an empty list does not tell (0, 3) from (0,).
        return {"tensor": value.detach().cpu().tolist(), "dtype": dtype, "shape": list(value.shape)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return {"list": [pack(item) for item in value], "tuple": isinstance(value, tuple)}
    if isinstance(value, dict):  # as pairs: JSON's keys are strings, cells of a maze are numbers
        return {"dict": [[pack(key), pack(item)] for key, item in value.items()]}
    if isinstance(value, SurfaceGradient):
        return {"surface_gradient": value.surface}
    return {"opaque": f"a {type(value).__name__}"}


def unpack(value: Any) -> Any:
    """The value that `pack` wrote; one that was only named becomes an OpaqueValue."""
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        dtype = getattr(torch, value["dtype"])
        return torch.tensor(value["tensor"], dtype=dtype).reshape(value["shape"])
    if "list" in value:
        items = [unpack(item) for item in value["list"]]
        return tuple(items) if value["tuple"] else items
    if "dict" in value:
        return {unpack(key): unpack(item) for key, item in value["dict"]}
    if "surface_gradient" in value:
        return SurfaceGradient(value["surface_gradient"])
    return OpaqueValue(value["opaque"])
