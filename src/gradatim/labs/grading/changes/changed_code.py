"""Run code that is not the learner's own on the inputs of a check, within a short time."""

import ast
import contextlib
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from gradatim.labs.grading.outcomes import Outcome, call
from gradatim.labs.grading.spec import Check

SECONDS_PER_CALL = 0.5  # of a stored mistake
SECONDS_OF_CHANGE = 0.2  # changed code can loop for ever, and there are many changes

Run = Callable[[Check, tuple], Outcome]


@dataclass(frozen=True)
class Stored:
    """A mistake of the bank: its name, its sentences, a function that runs it, its code."""

    name: str
    text: dict[str, str]  # language -> sentence
    run: Run
    tree: ast.Module


def execute_code(code: CodeType, module: types.ModuleType) -> None:
    """Run code as a module."""
    sys.modules[module.__name__] = module
    exec(code, module.__dict__)


def run_changed(code: Iterable[CodeType], seconds: float = SECONDS_OF_CHANGE) -> Run | None:
    """A function that runs changed code, None where it cannot even be loaded."""
    module = types.ModuleType("learner")
    try:
        for part in code:
            execute_code(part, module)
    except Exception:
        return None
    return runner(module, seconds)


def runner(module: types.ModuleType, seconds: float = SECONDS_PER_CALL) -> Run:
    """A function that runs a module's object on one input of a check."""

    def run(check: Check, case: tuple) -> Outcome:
        try:
            with limited(seconds):
                return call(check, module, case)
        except TooSlow as error:  # it came between two lines of `call` itself
            return Outcome(error=error)

    return run


class TooSlow(BaseException):
    """Raised in a stored mistake or a changed solution that takes too long."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what runs longer, where the system can; outcomes.call makes it an error of that code."""
    if (
        not hasattr(signal, "ITIMER_VIRTUAL")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def expire(signum: int, frame: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, expire)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def remembered(run: Run) -> Run:
    """The same function; what it gave for an input is not worked out twice."""
    known: dict[tuple[int, int], tuple[tuple, Outcome]] = {}

    def again(check: Check, case: tuple) -> Outcome:
        key = id(check), id(case)
        if key not in known:
            known[key] = case, run(check, case)  # an input that is kept keeps its id
        return known[key][1]

    return again
