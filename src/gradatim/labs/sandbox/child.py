"""The child process of one request: limits, then the learner's code, then one line of JSON.

The learner's code runs with its output captured, its input empty and a scratch folder as working
directory.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
import time
import types
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import torch

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.grader import grade, load_checks
from gradatim.labs.grading.learner_source import OutOfTime, explain_error
from gradatim.labs.grading.spec import Check
from gradatim.labs.sandbox.function_calls import run_calls
from gradatim.labs.sandbox.limits import limit_process, start_timers, stop_timers
from gradatim.labs.sandbox.own_network import run_network
from gradatim.labs.sandbox.recording import judged, record
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.stepping import run_steps
from gradatim.labs.sandbox.watchdog import Emit, run_forked
from gradatim.process_tree import guard

MAX_OUTPUT = 4000  # characters
OURS = ("gradatim", "pyrat", "check")  # modules whose output is not the learner's


class CapturedOutput(io.TextIOBase):
    """Stores the beginning of what the learner prints and counts the rest.

    What our own checks or the game print meanwhile, warnings included, is none of it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.parts: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = MAX_OUTPUT - self.size
        if room > 0:
            if not self._by_learner():
                return len(text)
            self.parts.append(text[:room])
        self.size += len(text)
        return len(text)

    def _by_learner(self) -> bool:
        """Whether the learner's file called what prints, without the game or a check between."""
        frame: types.FrameType | None = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                return True
            if str(frame.f_globals.get("__name__")).partition(".")[0] in OURS:
                return False
            frame = frame.f_back
        return False

    def fields(self) -> dict[str, Any]:
        if not self.size:
            return {}
        return {"printed": "".join(self.parts), "dropped": max(0, self.size - MAX_OUTPUT)}


def preload(needs: Iterable[str]) -> None:
    """Import or compile what the learner's code should not pay for with its own time.

    Args:
        needs: "optimizer", "compiler", "pyrat".
    """
    for need in needs:
        _preload(need)


@cache
def _preload(need: str) -> None:
    if need == "optimizer":  # the first one, and its first step, import much
        for kind in (torch.optim.SGD, torch.optim.Adam):
            weight = torch.zeros(1, requires_grad=True)
            weight.sum().backward()
            optimizer = kind([weight], lr=0.1)
            torch.nn.utils.clip_grad_norm_([weight], 1.0)
            optimizer.step()
            optimizer.zero_grad()
    elif need == "compiler":  # what the first compiled function loads, without any C++ compiler
        torch.compile(torch.relu, backend="eager")(torch.zeros(1))
    elif need == "pyrat":
        with contextlib.suppress(ImportError):  # an optional extra
            import pyrat  # noqa: F401
        from gradatim.pyrat import official_game, preset  # loads Numba

        # On a fresh computer this compiles the game's rules, which takes half a minute.
        official_game(preset("default", width=5, height=5, cheese=3), 0)


def work(request: Request, emit: Emit) -> None:
    """Check a source, or call functions of it; emits that it works, then the answer.

    Args:
        request: what to do.
        emit: takes the messages for the watchdog.
    """
    torch.set_num_threads(1)
    start = time.perf_counter()
    output = CapturedOutput(request.file)
    here = os.getcwd()
    os.chdir(request.scratch)
    # Beside a folder that the kernel has closed, what is new is closed as well.
    tempfile.tempdir = request.scratch
    sys.path.insert(0, str(Path(request.file).resolve().parent))
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    emit({"working": True})
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            answer = _limited_answer(request, emit)
    finally:
        os.chdir(here)
    emit({**answer, **output.fields(), "seconds": round(time.perf_counter() - start, 3)})


def answer_request(request: Request, given_up: Callable[[], bool]) -> dict[str, Any]:
    """The answer to a request, worked out in a fork of this process; see watchdog.run_forked."""
    return judged(request, run_forked(work, request, given_up))


def _limited_answer(request: Request, emit: Emit) -> dict[str, Any]:
    limit_process(request.all_seconds)
    if not request.batch:
        return _timed_answer(request, emit)
    exercise = Exercise(Path(request.exercise))
    checks = load_checks(exercise)  # what is right, and each mistake, are worked out once
    every = [replace(request, source=source) for source in request.batch]
    answers = [_timed_answer(one, emit, exercise, checks) for one in every]
    return {"status": "checked", "answers": answers}


def _timed_answer(
    request: Request,
    emit: Emit,
    exercise: Exercise | None = None,
    checks: list[Check] | None = None,
) -> dict[str, Any]:
    source, file, language = request.source.encode("latin-1"), request.file, request.language
    start_timers(request.seconds, lambda busy: OutOfTime(int(request.seconds), busy))
    try:
        if request.stepped:
            return run_steps(source, file, language)
        if request.network:
            return run_network(source, file, language)
        if request.calls is not None:
            return run_calls(source, file, request.calls, language)
        if request.sealed:
            return record(request, emit)
        exercise = exercise or Exercise(Path(request.exercise))
        return grade(exercise, source, file, language, checks)
    except BaseException as error:  # out of time or memory: whatever else it is, is our mistake
        stop_timers()
        function = _function_at(error, file)
        if not function and not isinstance(error, (OutOfTime, MemoryError)):
            raise
        told = explain_error(error, function, file, language)
        return {"status": "failed", "stopped": True, **told}
    finally:
        stop_timers()


def _function_at(error: BaseException, file: str) -> str | None:
    """The first function of the learner's file on the way to the error."""
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == file and not code.co_name.startswith("<"):
            return code.co_name
        traceback = traceback.tb_next
    return None


def main() -> None:
    """Serve one request from the standard input: how it is done where no server can be reached."""
    request = Request.from_line(sys.stdin.readline())
    preload(request.needs)
    # The answer goes out by a copy of the standard output, which the learner's code cannot reach
    # by printing, and what C libraries print goes nowhere.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)

    def emit(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    if sys.platform == "linux":  # a fork has a reaper, which ends whatever the code starts
        parent = os.getppid()
        emit({"working": True})
        emit(answer_request(request, lambda: os.getppid() != parent))
    else:  # under macOS's libraries a fork is unsafe, and Windows has none
        work(request, emit)


if __name__ == "__main__":
    guard(main)
