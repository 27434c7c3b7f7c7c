"""The child process of one check: limits of time and memory, then examine(), then one line of JSON.

The learner's code runs with its output captured, its input empty and a scratch folder as working
directory. The CPU timer raises inside the learner's own line, which is how the answer can name it;
what ignores that (a loop inside C, a bare `except`) is killed by supervise.py.
"""

import contextlib
import io
import json
import math
import os
import shutil
import signal
import sys
import tempfile
import time
import types
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import torch

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.messages import say
from gradatim.labs.sandbox.limits import MEMORY, wall_seconds
from gradatim.labs.sandbox.wire import pack, unpack

MOST_PRINTED = 4000  # characters


class Printed(io.TextIOBase):
    """Keeps the beginning of what the learner prints and counts the rest."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = MOST_PRINTED - self.size
        if room > 0:
            self.kept.append(text[:room])
        self.size += len(text)
        return len(text)

    def fields(self) -> dict[str, Any]:
        if not self.size:
            return {}
        return {"printed": "".join(self.kept), "dropped": max(0, self.size - MOST_PRINTED)}


@cache
def _warm(what: str) -> None:
    """Import or compile once what the learner's code should not pay for with its own time."""

    if what == "optimizer":  # torch imports more with the first optimizer
        torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1).zero_grad()
    elif what == "slope":
        import gradatim.views.gradient_descent.engine  # noqa: F401
    else:
        with contextlib.suppress(ImportError):
            import pyrat  # noqa: F401
        from gradatim.pyrat import official_game, setting

        # On a fresh computer this compiles the game's rules, which takes half a minute.
        official_game(setting("default", width=5, height=5, cheese=3), 0)


def prepare(request: dict[str, Any]) -> None:
    """Do outside the limits what a request needs besides the learner's code."""
    for what in ("optimizer", "pyrat"):
        if request.get(what):
            _warm(what)
    if '"slope"' in json.dumps(request.get("calls", "")):
        _warm("slope")


def work(request: dict[str, Any], emit: Callable[[dict[str, Any]], None]) -> None:
    """Check one source, or run calls of a view on it; emits the answer of either.

    Args:
        request: exercise (folder), file, source (Latin-1 text of its bytes), language; `calls`
            where a view borrows functions.
        emit: takes the messages for the supervisor.
    """

    from gradatim.labs.grading.grader import examine
    from gradatim.labs.grading.learner_source import explain_error
    from gradatim.labs.sandbox.child import run_calls

    torch.set_num_threads(1)
    exercise = Exercise(Path(request["exercise"]))
    source = request["source"].encode("latin-1")
    language, file = request["language"], request["file"]
    began = time.perf_counter()
    printed = Printed()
    scratch = tempfile.mkdtemp(prefix="gradatim-check-")
    here = os.getcwd()
    os.chdir(scratch)
    sys.path.insert(0, str(Path(file).resolve().parent))
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    emit({"scratch": scratch})
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            _limit(request["seconds"])
            try:
                if "calls" in request:
                    answer = run_calls(source, file, request["calls"], language)
                else:
                    answer = examine(exercise, source, file, language)
            except BaseException as error:  # ran out of time or memory
                _stop_timers()
                frames_name = _function_at(error, file)
                answer = {
                    **{"status": "failed", "stopped": True},
                    **explain_error(error, frames_name, file, language),
                }
                if not frames_name and type(error).__name__ not in ("OutOfTime", "MemoryError"):
                    raise
            _stop_timers()
    finally:
        os.chdir(here)
        shutil.rmtree(scratch, ignore_errors=True)
    emit({**answer, **printed.fields(), "seconds": round(time.perf_counter() - began, 3)})


def _function_at(error: BaseException, file: str) -> str | None:
    name, traceback = None, error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == file and not code.co_name.startswith("<"):
            name = name or code.co_name
        traceback = traceback.tb_next
    return name


def _limit(seconds: float) -> None:
    """Limit the process where the system can; supervise.py watches it everywhere."""
    from gradatim.labs.grading.learner_source import OutOfTime

    def out_of_time(signum: int, frame: Any) -> None:
        raise OutOfTime(int(seconds))

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, out_of_time)
        signal.signal(signal.SIGALRM, out_of_time)
        signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
        signal.setitimer(signal.ITIMER_REAL, wall_seconds(seconds), 0.5)
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        used = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds) + 4,) * 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _stop_timers() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Platforms without fork: one fresh process a check, the request on the standard input."""
    request = json.loads(sys.stdin.readline())
    prepare(request)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)

    def emit(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    work(request, emit)


if __name__ == "__main__":
    main()


def run_calls(
    source: bytes, file: str, calls: list[tuple[str, list[Any]]], language: str
) -> dict[str, Any]:
    """Run the calls on the learner's source, in this process; errors are worded as in a check."""
    from gradatim.labs.grading.learner_source import (
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
