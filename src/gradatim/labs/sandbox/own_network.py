"""Read the network that somebody's program makes, for a view that shows it.

`read_network` sends the program to a limited child process; `run_network` is its other half,
inside. What comes back is a description, from which the server builds layers of its own.
"""

import inspect
import traceback
import types
from typing import Any

from torch import nn
from torch.fx.proxy import TraceError

from gradatim.errors import UserError
from gradatim.labs.grading.learner_source import (
    OutOfTime,
    execute,
    explain_error,
    own_frames,
    read_problem,
    read_source,
)
from gradatim.labs.sandbox import remote_call
from gradatim.labs.sandbox.request import Request
from gradatim.views.core.network_graph import Program, describe, rebuild, unknown

SECONDS = 10.0  # CPU time to make the network
NAMES = ("model", "network", "net")  # of the one that is meant, where a program makes several


def read_network(source: bytes, file: str, language: str) -> nn.Module:
    """Run a program in a child process and take over the network that it makes.

    Args:
        source: the bytes of the program.
        file: the name that it bears.
        language: "en" or "fr", of what is said where it fails.

    Raises:
        UserError: the program fails or makes no network that can be taken over.
    """
    request = Request(
        exercise="",
        source=source.decode("latin-1"),
        file=file,
        language=language,
        seconds=SECONDS,
        network=True,
    )
    answer = remote_call.run(request)
    if answer["status"] != "returned":
        raise UserError(answer["sentence"])
    return rebuild(answer.get("network"), Program(file, read_source(source, language)[0]))


def run_network(source: bytes, file: str, language: str) -> dict[str, Any]:
    """Run the program and describe its network, in this process."""
    text, problem = read_source(source, language)
    problem = problem or read_problem(text, (), language)
    if problem is not None:
        return {"status": "failed", **problem}
    program = types.ModuleType("program")
    try:
        execute(text, file, program)
        return {"status": "returned", "network": describe(find_network(program))}
    except UserError as error:
        return {"status": "failed", "sentence": str(error)}
    except TraceError as error:
        return {"status": "failed", "sentence": _untraced(error, file)}
    except (OutOfTime, MemoryError):
        raise  # child.py words it: it knows the line
    except BaseException as error:
        return {"status": "failed", **explain_error(error, None, file, language)}


def _untraced(error: TraceError, file: str) -> str:
    """What a network does that no list of operations can say: in a line of the file, or a layer."""
    if frames := own_frames(error, file):
        return (
            f"The network decides by what it reads, on line {frames[-1][0]}; the page takes over "
            "networks that compute the same way for every input."
        )
    inside = [frame.f_locals.get("self") for frame, _ in traceback.walk_tb(error.__traceback__)]
    layers = [type(one).__name__ for one in inside if isinstance(one, nn.Module)]
    return str(unknown(layers[-1] if layers else "a condition"))


def find_network(program: types.ModuleType) -> nn.Module:
    """The network that a program makes: a value, else of its last class that needs no arguments.

    Raises:
        UserError: there is none.
    """
    made = {name: value for name, value in vars(program).items() if isinstance(value, nn.Module)}
    for name in NAMES:
        if name in made:
            return made[name]
    if made:
        return list(made.values())[-1]
    for kind in reversed(list(vars(program).values())):
        own = isinstance(kind, type) and kind.__module__ == program.__name__
        if own and issubclass(kind, nn.Module) and not _needs_arguments(kind):
            return kind()
    raise UserError(
        "The program makes no network. Write `model = ...` at its end, with a torch.nn.Module."
    )


def _needs_arguments(kind: type) -> bool:
    parameters = list(inspect.signature(kind).parameters.values())
    anything = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return any(p.default is p.empty and p.kind not in anything for p in parameters)
