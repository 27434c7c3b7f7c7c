"""Values of a learner's code as JSON, for the way between two processes.

Pickle would run code of the learner's choice in the process that reads it; JSON cannot.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.labs.grading.values import OpaqueValue, type_name
from gradatim.views.gradient_descent.surfaces import SURFACES

MAX_NUMBERS = 20_000  # in one tensor
MAX_DEPTH = 100  # of lists in lists


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


def pack(value: Any, most: int = MAX_NUMBERS) -> Any:
    """A value as JSON; what has no JSON form is only named, as {"opaque": name of its type}.

    Args:
        value: what shall travel.
        most: numbers of one tensor; a larger tensor is only named, and so is a value that nests
            deeper than MAX_DEPTH.
    """
    try:
        return _pack(value, most, 0)
    except RecursionError:
        return {"opaque": type_name(value)}


def _pack(value: Any, most: int, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise RecursionError
    depth += 1
    if isinstance(value, Tensor):
        return _pack_tensor(value, most)
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "biuf" or value.size > most:
            return {"opaque": f"a NumPy array of shape {value.shape}"}
        return {"array": value.tolist(), "dtype": value.dtype.name, "shape": list(value.shape)}
    if isinstance(value, np.generic) and not isinstance(value, float):
        value = value.item()
    if isinstance(value, (torch.dtype, torch.device)):
        return {type(value).__name__: str(value).removeprefix("torch.")}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return {
            "list": [_pack(item, most, depth) for item in value],
            "tuple": isinstance(value, tuple),
        }
    if isinstance(value, (set, frozenset)):
        return {"set": [_pack(item, most, depth) for item in value]}
    if isinstance(value, dict):  # as pairs: JSON's keys are strings, cells of a maze are numbers
        return {"dict": [[pack(key), _pack(item, most, depth)] for key, item in value.items()]}
    if isinstance(value, SurfaceGradient):
        return {"surface_gradient": value.surface}
    return {"opaque": type_name(value)}


def _pack_tensor(value: Tensor, most: int) -> dict[str, Any]:
    if value.numel() > most or value.layout != torch.strided or value.is_meta:
        kind = "a tensor" if value.layout == torch.strided else "a sparse tensor"
        return {"opaque": f"{kind} of shape {tuple(value.shape)}"}
    value = value.detach().cpu()
    # The shape travels as well: an empty list does not tell (0, 3) from (0,).
    about = {"dtype": str(value.dtype).removeprefix("torch."), "shape": list(value.shape)}
    if value.is_complex():
        return {"complex": torch.view_as_real(value.resolve_conj()).tolist(), **about}
    return {"tensor": value.tolist(), **about}


def unpack(value: Any) -> Any:
    """The value that `pack` wrote; one that was only named becomes an OpaqueValue."""
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        dtype = getattr(torch, value["dtype"])
        return torch.tensor(value["tensor"], dtype=dtype).reshape(value["shape"])
    if "complex" in value:
        pairs = torch.tensor(value["complex"], dtype=torch.float64).reshape(*value["shape"], 2)
        return torch.view_as_complex(pairs).to(getattr(torch, value["dtype"]))
    if "array" in value:
        return np.array(value["array"], dtype=value["dtype"]).reshape(value["shape"])
    if "device" in value:
        return torch.device(value["device"])
    if "set" in value:
        return {unpack(item) for item in value["set"]}
    if "list" in value:
        items = [unpack(item) for item in value["list"]]
        return tuple(items) if value["tuple"] else items
    if "dict" in value:
        return {unpack(key): unpack(item) for key, item in value["dict"]}
    if "surface_gradient" in value:
        return SurfaceGradient(value["surface_gradient"])
    if "opaque" in value:
        return OpaqueValue(value["opaque"])
    return getattr(torch, value["dtype"])
