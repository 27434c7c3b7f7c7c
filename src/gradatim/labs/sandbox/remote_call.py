"""Let a view compute with the learner's own function, in the limited child process of the checker.

`borrow` sends calls and gets their values; `run_calls` is its other half, inside the child. Values
travel as JSON: numbers, texts, lists, dictionaries, tensors, and the slopes of the surfaces that
gradient descent walks on.
"""

from collections.abc import Sequence
from typing import Any

from gradatim.labs.exercise import Exercise
from gradatim.labs.sandbox import fork_server
from gradatim.labs.sandbox.watchdog import run_spawned
from gradatim.labs.sandbox.wire import pack, unpack

SECONDS = 2.0  # CPU time of the calls for one picture

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
        answer = fork_server.ask(request) if fork_server.available() else run_spawned(request)
    except OSError:
        answer = run_spawned(request)
    if answer["status"] == "returned":
        answer["values"] = [unpack(value) for value in answer["values"]]
    return answer
