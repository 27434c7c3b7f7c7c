"""Record what a learner's code gives, in its own process, for a judge in another one.

`record` runs with the learner's code: it holds the inputs and the `run` functions of the checks,
and nothing that knows the right answer. `judged` runs in the watchdog, once that process is dead:
it loads the checks again and judges the recorded values. So nothing that the learner's code does to
its own process can turn a wrong value into a right one.
"""

import builtins
import contextlib
import copy
import dis
import functools
import io
import json
import math
import random
import sys
import time
import types
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.labs.exercise import BUILT_IN, Exercise
from gradatim.labs.grading.grader import (
    bases_of,
    inherited,
    load_checks,
    not_written,
    origin_of,
    ready_made,
    run_check,
)
from gradatim.labs.grading.learner_source import (
    OutOfTime,
    execute,
    explain_error,
    read_problem,
    read_source,
    seed,
)
from gradatim.labs.grading.messages import say
from gradatim.labs.grading.outcomes import forget, inputs_of
from gradatim.labs.grading.ready_made import ReadyMade
from gradatim.labs.grading.spec import Check
from gradatim.labs.sandbox.refusals import forbid, refusal
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.tampering import Space, Tampering
from gradatim.labs.sandbox.wire import pack, unpack

MAX_NUMBERS = 1_000_000  # in one recorded tensor
OBSERVED = {
    **{"builtins": builtins, "copy": copy, "json": json, "math": math, "random": random},
    **{"numpy": np, "torch": torch, "torch.nn": torch.nn, "torch.optim": torch.optim},
    **{"torch.nn.functional": torch.nn.functional, "torch.autograd": torch.autograd},
}
GAMES = ("pyrat", "gradatim.pyrat")  # with the modules inside them
Emit = Callable[[dict[str, Any]], None]


class NotRecorded(Exception):
    """The learner's process ended before it gave this value."""


def record(request: Request, emit: Emit) -> dict[str, Any]:
    """Call what the checks ask for; emits one message per call, and gives the last message.

    Args:
        request: the exercise, and the learner's source.
        emit: takes the messages for the judge.
    """
    file, language = request.file, request.language
    exercise = Exercise(Path(request.exercise))
    text, problem = read_source(request.source.encode("latin-1"), language)
    problem = problem or read_problem(text, exercise.info.forbidden, language)
    problem = problem or (refusal(text, language) if request.refuse else None)
    if problem is not None:
        return {"status": "failed", **problem}
    calls, spaces = _calls(exercise)
    tampering = Tampering({name: vars(module) for name, module in OBSERVED.items()}, spaces)
    forbid([exercise.path.parent, BUILT_IN])
    learner = types.ModuleType("learner")
    try:
        execute(text, file, learner)
    except BaseException as error:
        return {"status": "failed", **explain_error(error, None, file, language)}
    # What is called later is what was looked at here, whatever the file puts in its place.
    found = {name: getattr(learner, name, None) for name, *_ in calls}
    for name, value in found.items():
        about = {"kind": _kind(value), "origin": ready_made(name, learner)}
        emit({"name": name, **about, "secret": request.secret})
    taken: dict[str, str] = {}
    for i, (name, run, cases) in enumerate(calls):
        borrowed = ReadyMade(exercise.info.operations)
        for j, case in enumerate(cases):
            if changed := tampering.found():
                return _tampered(changed, language)
            if not callable(function := found[name]):
                break
            watched = _watched(function, name, taken)
            once = functools.partial(run, watched) if run else watched
            called = _called(once, case, request, name, borrowed)
            emit({"at": [i, j], "secret": request.secret, **called})
    if changed := tampering.found():
        return _tampered(changed, language)
    for name, origin in taken.items():
        about = {"kind": _kind(found[name]), "origin": origin}
        emit({"name": name, **about, "secret": request.secret})
    return {"status": "recorded", "secret": request.secret}


def _tampered(changed: str, language: str) -> dict[str, Any]:
    return {
        "status": "failed",
        "refused": True,
        "sentence": say("tampered", language, word=changed),
    }


def _calls(
    exercise: Exercise,
) -> tuple[list[tuple[str, Callable | None, list[tuple]]], dict[str, Space]]:
    """Per check its name, its `run` and its inputs, and the contents of our modules that they use.

    What knows the answer is gone from memory.
    """
    checks = load_checks(exercise)
    calls = [(check.name, check.run, inputs_of(check)) for check in checks]
    spaces = {id(check.inputs.__globals__): check.inputs.__globals__ for check in checks}
    checks.clear()
    forget()
    kept: list[Any] = [run for _, run, _ in calls if run is not None]
    values = [value for *_, cases in calls for case in cases for value in case]
    kept += [value for value in values if _is_ours(value)]
    kept += {type(value) for value in values}  # whose methods the learner's function may call
    # By name instead of by the garbage collector, which would walk through all of torch.
    for space in spaces.values():
        used = _used(kept, space)
        for name in [name for name in space if name not in used and not name.startswith("__")]:
            del space[name]
    ours = {
        name: vars(module)
        for name, module in list(sys.modules.items())
        if f"{name}.".startswith(tuple(f"{game}." for game in GAMES))
    }
    return calls, ours | {str(space["__name__"]): space for space in spaces.values()}


def _is_ours(value: Any) -> bool:
    return isinstance(value, types.FunctionType)


def _used(functions: Iterable[Callable], space: dict[str, Any]) -> set[str]:
    """The names of a module that functions need, directly or by way of each other."""
    used: set[str] = set()
    waiting: list[Any] = list(functions)
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, types.FunctionType):
            waiting += [cell.cell_contents for cell in value.__closure__ or ()]
            waiting.append(value.__code__)
        elif isinstance(value, types.CodeType):
            waiting += value.co_consts
            for step in dis.get_instructions(value):
                name = step.argval
                if step.opname in ("LOAD_GLOBAL", "LOAD_NAME") and name in space:
                    used.add(name)
                    waiting.append(space[name])
        elif isinstance(value, property):
            waiting.append(value.fget)
        elif isinstance(value, type) and value.__module__ == space.get("__name__"):
            waiting += vars(value).values()
    return used


def _kind(value: Any) -> str:
    return "callable" if callable(value) else "" if value is None else type(value).__name__


def _watched(function: Callable, name: str, taken: dict[str, str]) -> Callable:
    """What stands in the place of a class, noting whether torch made what it gives."""
    if not name[:1].isupper() or (isinstance(function, type) and not _makes_others(function)):
        return function

    @functools.wraps(function)
    def made(*arguments: Any, **named: Any) -> Any:
        value = function(*arguments, **named)
        if origin := inherited(name, type(value)):
            taken[name] = origin
        return value

    return made


def _makes_others(kind: type) -> bool:
    """Whether a call of a learner's class may give an object of another one."""
    own = [base for base in bases_of(kind) if origin_of(base)[0] == "learner"]
    return origin_of(type(kind))[0] == "learner" or any("__new__" in vars(base) for base in own)


def _called(
    once: Callable, case: tuple, request: Request, name: str, borrowed: ReadyMade
) -> dict[str, Any]:
    """What one call gave, and its inputs as they are afterwards."""
    inputs, start = copy.deepcopy(case), time.thread_time()
    try:
        seed()
        value = once(*inputs)
        seconds = time.thread_time() - start
        recorded = {
            "value": pack(value, MAX_NUMBERS),
            "inputs": [pack(one, MAX_NUMBERS) for one in inputs],
        }
        if word := borrowed.found(lambda: once(*copy.deepcopy(case)), seconds):
            sentence = say("operation", request.language, name=name, word=word)
            return {"error": "RuntimeError", "text": sentence, "told": {"sentence": sentence}}
        return recorded
    except (OutOfTime, MemoryError):
        raise  # child.py words it
    except BaseException as error:
        told = explain_error(error, name, request.file, request.language)
        return {"error": type(error).__name__, "text": str(error)[:300], "told": told}


def judged(request: Request, found: dict[str, Any]) -> dict[str, Any]:
    """What the child found, judged here where the request is a sealed one."""
    if not request.sealed:
        return found
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # a game that is played again prints there
            return _verdict(request, found)
    except Exception:  # whatever its messages hold that is none of ours
        return _meddled(request)


def _meddled(request: Request) -> dict[str, Any]:
    sentence = say("meddled", request.language)
    return {"status": "failed", "refused": True, "sentence": sentence}


def _verdict(request: Request, recorded: dict[str, Any]) -> dict[str, Any]:
    """Judge what `record` emitted, in a process that has run no learner's code.

    Args:
        request: as for `record`.
        recorded: its last message, with the others as a list under `messages`.

    Returns:
        The answer, as of grader.grade; `passed` counts all checks that the values pass.
    """
    exercise = Exercise(Path(request.exercise))
    messages = recorded.pop("messages", [])
    if any(message.get("secret") != request.secret for message in messages):
        return _meddled(request)
    checks = load_checks(exercise)
    learner = types.ModuleType("learner")
    results = {tuple(m["at"]): m for m in messages if "at" in m}
    for message in messages:
        if "name" in message and message["kind"]:
            stand_in = _stand_in if message["kind"] == "callable" else message["kind"]
            setattr(learner, message["name"], stand_in)
    origins = {m["name"]: m["origin"] for m in messages if m.get("origin")}
    replayed = [_replayed(check, i, results) for i, check in enumerate(checks)]
    answers = []
    for i, check in enumerate(replayed):
        answer = not_written(check.name, origins.get(check.name), request.language) or run_check(
            check, learner, replayed[:i], exercise, request.file, request.language
        )
        told = [m["told"] for at, m in sorted(results.items()) if at[0] == i and "told" in m]
        if answer is not None and told and "got" not in answer and answer["status"] == "failed":
            answer |= told[0]  # worded where the learner's lines are known
        answers.append(answer)
    # A check without inputs only asks whether a function is there, as it is in the starter.
    counted = [answer for answer, check in zip(answers, checks, strict=True) if inputs_of(check)]
    count = {"passed": counted.count(None), "checks": len(counted)}
    if recorded.get("status") == "failed":
        return {**recorded, **count}
    if recorded.get("status") != "recorded" or recorded.pop("secret", "") != request.secret:
        return {**_meddled(request), **count}
    failed = next((answer for answer in answers if answer is not None), None)
    if failed is not None:
        return {**recorded, **failed, **count}
    key = "passed" if len(counted) > 1 else "passed_one"
    sentence = say(key, request.language, checks=len(counted))
    return {**recorded, "status": "passed", "sentence": sentence, **count}


def _stand_in(*_: Any, **__: Any) -> None:
    """Stand for the learner's function where only its recorded values are asked for."""
    raise NotRecorded


def _replayed(check: Check, i: int, results: dict[tuple, dict[str, Any]]) -> Check:
    """The check with recorded values in the place of the learner's function."""
    keys = [_key(case) for case in inputs_of(check)]

    def run(function: Callable, *inputs: Any) -> Any:
        if function is not _stand_in:  # a stored mistake
            return check.run(function, *inputs) if check.run else function(*inputs)
        key = _key(inputs)
        result = results.get((i, keys.index(key))) if key in keys else None
        if result is None:
            raise NotRecorded
        if "error" in result:
            raise _error(result["error"])(result["text"])
        for now, after in zip(inputs, result["inputs"], strict=False):
            _overwrite(now, unpack(after))
        return unpack(result["value"])

    return replace(check, run=run)


def _key(inputs: tuple) -> str:
    """A text that tells inputs apart: functions by names, objects of a check by their repr."""
    names = [getattr(value, "__qualname__", "") or _shown(value) for value in inputs]
    return json.dumps([names, [pack(value, MAX_NUMBERS) for value in inputs]])


def _shown(value: Any) -> str:
    """The repr of an object whose class has one of its own; "" for what `pack` tells apart."""
    kind = type(value)
    own = kind.__module__.split(".")[0] not in ("builtins", "torch", "numpy")
    return repr(value) if own and kind.__repr__ is not object.__repr__ else ""


def _error(name: str) -> type[Exception]:
    kind = getattr(builtins, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError


def _overwrite(now: Any, after: Any) -> None:
    """Give inputs the contents that they had after the recorded call."""
    if isinstance(now, Tensor) and isinstance(after, Tensor):
        if now.shape == after.shape and now.dtype == after.dtype:
            now.detach().copy_(after)
    elif isinstance(now, list) and isinstance(after, list):
        now[:] = after
    elif isinstance(now, dict) and isinstance(after, dict):
        now.clear()
        now.update(after)
