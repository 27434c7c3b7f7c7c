"""Grade a learner's source with the checks of one exercise, inside the current process.

The answer is a dictionary that a terminal or a page shows in this order: `sentence`, `inputs`,
`got` beside `expected` (with shape and dtype), `mistake`, last `lines`: the learner's own frames of
a traceback. Limits of time and memory are set by sandbox/child.py, which calls this.
"""

import contextlib
import importlib.util
import io
import time
import types
from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.diagnosis import recognize
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.explanation import explain, simplify
from gradatim.labs.grading.learner_source import (
    OutOfTime,
    execute,
    explain_error,
    read_problem,
    read_source,
)
from gradatim.labs.grading.messages import say
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.ready_made import ReadyMade
from gradatim.labs.grading.spec import Check
from gradatim.labs.grading.values import readable

SLOW = 0.3  # seconds of CPU time that the learner's calls of one check took


class _Nowhere(io.TextIOBase):
    """What code prints that runs only to explain a failure is not the learner's output."""

    def write(self, text: str) -> int:
        return len(text)


def grade(
    exercise: Exercise,
    source: bytes,
    file: str,
    language: str,
    checks: list[Check] | None = None,
) -> dict[str, Any]:
    """The answer for a learner's source: the dictionary described above, with `status` first.

    Args:
        exercise: the exercise folder.
        source: the bytes of the learner's file.
        file: its path, for tracebacks.
        language: "en" or "fr".
        checks: those of the exercise, where they are loaded already.
    """
    text, problem = read_source(source, language)
    if problem is None:
        problem = read_problem(text, exercise.info.forbidden, language)
    if problem is not None:
        return {"status": "failed", **problem}
    # Loaded before the learner's code can change what it imports.
    checks = load_checks(exercise) if checks is None else checks
    # A fresh module and not an import: the file may have any name, and is read again at every
    # check.
    learner = types.ModuleType("learner")
    try:
        execute(text, file, learner)
    except BaseException as error:
        return {"status": "failed", **explain_error(error, None, file, language)}
    for i, check in enumerate(checks):
        # Those after this one too: explanations that agree on this check are told apart by the
        # others.
        others = checks[:i] + checks[i + 1 :]
        answer = run_check(check, learner, others, exercise, file, language, text, checks[:i])
        if answer is not None:
            answer["sentence"] += _right_before(checks, i, language)
            return {"passed": i, "checks": len(checks), **answer}
    n = len(checks)
    sentence = say("passed" if n > 1 else "passed_one", language, checks=n)
    return {"status": "passed", "passed": n, "checks": n, "sentence": sentence}


def _right_before(checks: list[Check], i: int, language: str) -> str:
    """How many functions have passed all their checks before check i failed, as a sentence.

    A check without inputs only asks whether there is such a function.
    """
    judged = {check.name for check in checks[:i] if inputs_of(check)}
    right = judged - {check.name for check in checks[i:]}
    if not right:
        return ""
    key = "functions_right" if len(right) > 1 else "function_right"
    return " " + say(key, language, count=len(right))


def load_checks(exercise: Exercise) -> list[Check]:
    """The list CHECKS of an exercise's check.py."""
    spec = importlib.util.spec_from_file_location("check", exercise.path / "check.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(exercise.path / "check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CHECKS


def run_check(
    check: Check,
    learner: types.ModuleType,
    others: list[Check],
    exercise: Exercise,
    file: str,
    language: str,
    source: str = "",
    passed: Sequence[Check] = (),
) -> dict[str, Any] | None:
    """None where the learner's object passes the check, else the answer.

    Args:
        check: the check.
        learner: the learner's module.
        others: the other checks of the exercise.
        exercise: whose bank of mistakes is asked.
        file: path of the learner's file, for tracebacks.
        language: "en" or "fr".
        source: its text, which may then be run with changes; empty where that is not safe.
        passed: those of the others that are known to be passed.
    """
    if answer := not_written(check.name, ready_made(check.name, learner), language):
        return answer
    missing = _missing(check, learner, language)
    if missing is not None:
        return {"status": "failed", "function": check.name, **missing}
    trials: list[Trial] = []
    took: list[float] = []  # seconds of CPU time of each call
    start = time.thread_time()
    for case in inputs_of(check):
        before = time.thread_time()
        outcome = call(check, learner, case)
        took.append(time.thread_time() - before)
        if isinstance(outcome.error, (OutOfTime, MemoryError)):
            raise outcome.error  # sandbox/child.py words it: no time is left to compare
        difference = judge(check, outcome, case)
        if difference is not None and _is_unsolved(outcome.error):
            sentence = say("unsolved", language, name=check.name)
            return {"status": "unsolved", "function": check.name, "sentence": sentence}
        trials.append(Trial(check, case, outcome, difference))
        # Enough is known to name the mistake; a right function is called on every input, however
        # slow.
        if time.thread_time() - start > 2 * SLOW and any(t.difference for t in trials):
            break
    first = next((trial for trial in trials if trial.difference is not None), None)
    if first is None or first.difference is None:
        borrowed = ReadyMade(exercise.info.operations)
        for trial, seconds in zip(trials, took, strict=True):
            again = partial(call, check, learner, trial.case)
            if word := borrowed.found(again, seconds):
                sentence = say("operation", language, name=check.name, word=word)
                return {"status": "failed", "function": check.name, "sentence": sentence}
        return None
    # The inputs after the first failure were run as well: they tell mistakes apart.
    slow = time.thread_time() - start > SLOW
    nowhere, mistake = _Nowhere(), None
    simplest = first.case, first.outcome, first.difference
    with (
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        contextlib.suppress(OutOfTime),  # the learner's own calls were over by then
    ):
        simplest = simplify(check, learner, *simplest)
        shown = Trial(check, *simplest)
        with contextlib.suppress(Exception):  # a value that fits no comparison
            mistake = recognize(
                check, trials, others, learner, exercise, source, slow, passed, shown
            )
    answer = explain(check, *simplest, file, language)
    if mistake is not None:
        answer["mistake"] = {"name": mistake.name, "text": mistake.text[language]}
    return {"status": "failed", "function": check.name, **answer}


def _is_unsolved(error: BaseException | None) -> bool:
    """Whether it is the starter's, which says nothing.

    torch raises the same error, with words, for a module without `forward`, and for `^` of floats.
    """
    return isinstance(error, NotImplementedError) and not readable(error, str)


# Python's own descriptors: a metaclass can answer `found.__mro__` with whatever it likes.
bases_of = type.__dict__["__mro__"].__get__
_module_of, _name_of = (type.__dict__[name].__get__ for name in ("__module__", "__qualname__"))


def origin_of(kind: type) -> tuple[str, str]:
    """The module of a class, and its name there; "" for what is no plain text."""
    module, name = _module_of(kind), _name_of(kind)
    return module if type(module) is str else "", name if type(name) is str else ""


def ready_made(name: str, learner: types.ModuleType) -> str | None:
    """Where a class or function comes from that a learner imported or inherited under its name."""
    found = getattr(learner, name, None)
    if isinstance(found, (types.FunctionType, types.BuiltinFunctionType)) and name.islower():
        module = getattr(found, "__module__", None) or "torch"
        imported = module != learner.__name__ and found.__name__ == name
        return f"{module}.{name}" if imported else None
    if isinstance(found, type) and origin_of(found)[0] != learner.__name__:
        return ".".join(origin_of(found))
    if not name[:1].isupper():
        return None
    # A class by another name too, of which a function of this name may make objects.
    own = [kind for kind in vars(learner).values() if isinstance(kind, type)]
    for kind in (kind for kind in own if origin_of(kind)[0] == learner.__name__):
        if origin := inherited(name, kind):
            return origin
    return None


def inherited(name: str, kind: type) -> str | None:
    """The class of torch, of such a name, that a class is or inherits."""
    for base in bases_of(kind):
        module, own_name = origin_of(base)
        if module.startswith("torch.") and name.lower() in own_name.lower():
            return f"{module}.{own_name}"
    return None


def not_written(name: str, origin: str | None, language: str) -> dict[str, Any] | None:
    """The answer for what a learner took from where `ready_made` has found it."""
    if origin is None:
        return None
    sentence = say("ready_made", language, name=name, origin=origin)
    return {"status": "failed", "function": name, "sentence": sentence}


def _missing(check: Check, learner: types.ModuleType, language: str) -> dict[str, Any] | None:
    found = getattr(learner, check.name, None)
    if callable(found):
        return None
    if found is not None:
        kind = type(found).__name__
        return {"sentence": say("not_callable", language, name=check.name, kind=kind)}
    own = [
        name
        for name, value in vars(learner).items()
        if getattr(value, "__module__", None) == learner.__name__
    ]
    # A misspelled name is the commonest reason why a function is not there.
    close = get_close_matches(check.name, own, n=1, cutoff=0.6)
    if close:
        return {"sentence": say("missing_close", language, name=check.name, word=close[0])}
    return {"sentence": say("missing", language, name=check.name)}
