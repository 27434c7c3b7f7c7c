"""Let a view compute with the learner's own function, in the limited child process of the checker.

`borrow` sends calls and gets their values; `run_calls` is its other half, inside the child. Values
travel as JSON: numbers, texts, lists, dictionaries, tensors, and the slopes of the surfaces that
gradient descent walks on.
"""

import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from gradatim.labs import server
from gradatim.labs.folder import Exercise
from gradatim.labs.supervise import run_spawned
from gradatim.labs.words import say

SECONDS = 2.0  # CPU time of the calls for one picture
LARGEST = 20_000  # numbers in one value

Call = tuple[str, Sequence[Any]]  # name of the function, its arguments


def borrow(
    exercise: Exercise, source: bytes, file: str, calls: Sequence[Call], language: str
) -> dict[str, Any]:
    """Run functions of the learner's source.

    Args:
        exercise: the exercise that the file belongs to.
        source: its bytes.
        file: its path, for tracebacks.
        calls: what to run, one after another, in one child process.
        language: "en" or "fr".

    Returns:
        `status` "returned" and `values`, one a call; or the checker's answer with its `sentence`.
    """
    request = {
        "exercise": str(exercise.path.resolve()),
        "source": source.decode("latin-1"),
        "file": file,
        "language": language,
        "seconds": SECONDS,
        "optimizer": False,
        "pyrat": False,
        "calls": [[name, [pack(value) for value in arguments]] for name, arguments in calls],
    }
    try:
        answer = server.ask(request) if server.available() else run_spawned(request)
    except OSError:
        answer = run_spawned(request)
    if answer["status"] == "returned":
        answer["values"] = [unpack(value) for value in answer["values"]]
    return answer


def run_calls(
    source: bytes, file: str, calls: list[tuple[str, list[Any]]], language: str
) -> dict[str, Any]:
    """Run the calls on the learner's source, in this process; errors are worded as in a check."""
    from gradatim.labs.source import (
        OutOfTime,
        execute,
        explain_error,
        read_problem,
        read_source,
        seed,
    )

    text, problem = read_source(source, language)
    problem = problem or read_problem(text, (), language)
    if problem is not None:
        return {"status": "failed", **problem}
    learner = types.ModuleType("learner")
    try:
        execute(text, file, learner)
    except BaseException as error:
        return {"status": "failed", **explain_error(error, None, file, language)}
    values = []
    for name, arguments in calls:
        function = getattr(learner, name, None)
        if not callable(function):
            return {"status": "failed", "sentence": say("missing", language, name=name, close="")}
        seed()
        try:
            values.append(pack(function(*(unpack(value) for value in arguments))))
        except NotImplementedError:
            return {"status": "unsolved", "sentence": say("unsolved", language, name=name)}
        except (OutOfTime, MemoryError):
            raise  # the worker words it
        except BaseException as error:
            return {"status": "failed", **explain_error(error, name, file, language)}
    return {"status": "returned", "values": values}


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
            from gradatim.views.gradient_descent import SURFACES

            self._function = torch.func.grad(SURFACES[self.surface])
        return self._function(w)


def read(file: Path) -> bytes | None:
    """The bytes of a learner's file, None where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None
