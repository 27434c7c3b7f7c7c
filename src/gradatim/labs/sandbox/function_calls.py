"""Call functions of a learner's file, for a view that computes with them.

`call_functions` sends the calls to a limited child process; `run_calls` is its other half, inside.
"""

import types
from collections.abc import Sequence
from typing import Any

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

Call = tuple[str, Sequence[Any]]  # name of the function, its arguments


def call_functions(
    exercise: Exercise, source: bytes, file: str, calls: Sequence[Call], language: str
) -> dict[str, Any]:
    """Run functions of the learner's source, one after another, in one child process.

    Args:
        exercise: the exercise that the file belongs to.
        source: its bytes.
        file: its path, for tracebacks.
        calls: the functions by name, with arguments that wire.pack knows.
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
        calls=[[name, [pack(value) for value in arguments]] for name, arguments in calls],
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
    for name, arguments in calls:
        function = getattr(learner, name, None)
        if not callable(function):
            return {"status": "failed", "sentence": say("missing", language, name=name)}
        seed()
        try:
            values.append(pack(function(*(unpack(value) for value in arguments))))
        except NotImplementedError:
            return {"status": "unsolved", "sentence": say("unsolved", language, name=name)}
        except (OutOfTime, MemoryError):
            raise  # child.py words it: it knows the line
        except BaseException as error:
            return {"status": "failed", **explain_error(error, name, file, language)}
    return {"status": "returned", "values": values}
