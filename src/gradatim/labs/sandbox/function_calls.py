"""Call functions of a learner's file, for a view that computes with them.

`call_functions` sends the calls to a limited child process; `run_calls` is its other half, inside.
"""

import types
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.learner_source import (
    OutOfTime,
    execute,
    explain_error,
    read_problem,
    read_source,
    seed,
)
from gradatim.labs.grading.messages import say
from gradatim.labs.sandbox import remote_call
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.wire import pack, unpack

SECONDS = 2.0  # CPU time of the calls for one step of a view


class ModuleCall(NamedTuple):
    """A module to build, to give weights, and to call; a plain call has `name` and `arguments`.

    What comes back is a dictionary: the output of each part, then the module's own as "output".

    Args:
        name: the learner's class.
        arguments: of its constructor.
        weights: its state, by name.
        inputs: of its `forward`.
        parts: names of the submodules whose outputs are wanted as well.
    """

    name: str
    arguments: Sequence[Any]
    weights: dict[str, Tensor]
    inputs: Sequence[Any]
    parts: Sequence[str] = ()


class PartUnused(Exception):
    """A module's output does not pass through the part of this name."""


Call = tuple[str, Sequence[Any]] | ModuleCall  # name of the function, its arguments


def call_functions(
    exercise: Exercise, source: bytes, file: str, calls: Sequence[Call], language: str
) -> dict[str, Any]:
    """Run functions of the learner's source, one after another, in one child process.

    Args:
        exercise: the exercise that the file belongs to.
        source: its bytes.
        file: its path, for tracebacks.
        calls: the functions or modules, with arguments that wire.pack knows.
        language: "en" or "fr".

    Returns:
        `status` "returned" and `values`, one per call; or the checker's answer with its `sentence`.
    """
    request = Request(
        exercise=str(exercise.path.resolve()),
        source=source.decode("latin-1"),
        file=file,
        language=language,
        seconds=SECONDS,
        calls=[[call[0], *map(pack, call[1:])] for call in calls],
    )
    answer = remote_call.run(request)
    if answer["status"] == "returned":
        answer["values"] = [unpack(value) for value in answer["values"]]
    return answer


def run_calls(source: bytes, file: str, calls: list[Any], language: str) -> dict[str, Any]:
    """Run the calls on the learner's source, in this process; errors are worded as in a check."""
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
    for name, *packed in calls:
        function = getattr(learner, name, None)
        if not callable(function):
            return {"status": "failed", "sentence": say("missing", language, name=name)}
        seed()
        try:
            values.append(pack(_called(function, *map(unpack, packed))))
        except PartUnused as error:
            sentence = say("part_unused", language, name=name, word=error)
            return {"status": "failed", "sentence": sentence}
        except NotImplementedError:
            return {"status": "unsolved", "sentence": say("unsolved", language, name=name)}
        except (OutOfTime, MemoryError):
            raise  # child.py words it: it knows the line
        except BaseException as error:
            return {"status": "failed", **explain_error(error, name, file, language)}
    return {"status": "returned", "values": values}


def _called(
    function: Any,
    arguments: Sequence[Any],
    weights: dict[str, Tensor] | None = None,
    inputs: Sequence[Any] = (),
    parts: Sequence[str] = (),
) -> Any:
    """What a function gives, or a module with these weights; see ModuleCall."""
    if weights is None:
        return function(*arguments)
    module: nn.Module = function(*arguments)
    module.load_state_dict(weights)
    given: dict[str, Any] = {}
    for part in parts:
        module.get_submodule(part).register_forward_hook(
            lambda _module, _inputs, output, part=part: given.update({part: output})
        )
    with torch.no_grad():
        output = module.eval()(*inputs)
    for part in parts:
        if part not in given:
            raise PartUnused(part)
    return {**given, "output": output}
