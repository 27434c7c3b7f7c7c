"""Grade a learner's source with the checks of one exercise, inside the current process.

The answer is a dictionary that a terminal or a page shows in this order: `sentence`, `inputs`,
`got` beside `expected` (with shape and dtype), `mistake`, last `lines`: the learner's own frames of
a traceback. Limits of time and memory are set by sandbox/child.py, which calls this.
"""

import copy
import importlib.util
import inspect
import re
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import torch
from torch import Tensor

from gradatim.labs.exercise import Exercise, Mistake
from gradatim.labs.grading.learner_source import (
    OutOfTime,
    execute,
    explain_error,
    read_problem,
    read_source,
    seed,
)
from gradatim.labs.grading.messages import say
from gradatim.labs.grading.spec import Check
from gradatim.labs.grading.values import Difference, compare, part_of, show


@dataclass
class Outcome:
    """What one call of the learner's code did."""

    value: Any = None
    error: BaseException | None = None
    changed: list[str] = field(default_factory=list)  # arguments changed in place


def grade(exercise: Exercise, source: bytes, file: str, language: str) -> dict[str, Any]:
    """The answer for a learner's source: the dictionary described above, with `status` first.

    Args:
        exercise: the exercise folder.
        source: the bytes of the learner's file.
        file: its path, for tracebacks.
        language: "en" or "fr".
    """
    text, problem = read_source(source, language)
    if problem is None:
        problem = read_problem(text, exercise.info.forbidden, language)
    if problem is not None:
        return {"status": "failed", **problem}
    learner = types.ModuleType("learner")
    try:
        execute(text, file, learner)
    except BaseException as error:
        return {"status": "failed", **explain_error(error, None, file, language)}
    checks = load_checks(exercise)
    for i, check in enumerate(checks):
        answer = run_check(check, learner, checks[:i], exercise, file, language)
        if answer is not None:
            return {"passed": i, "checks": len(checks), **answer}
    n = len(checks)
    sentence = say("passed" if n > 1 else "passed_one", language, checks=n)
    return {"status": "passed", "passed": n, "checks": n, "sentence": sentence}


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
    earlier: list[Check],
    exercise: Exercise,
    file: str,
    language: str,
) -> dict[str, Any] | None:
    """None where the learner's object passes the check, else the answer."""
    missing = _missing(check, learner, language)
    if missing is not None:
        return {"status": "failed", "function": check.name, **missing}
    cases = list(check.inputs(torch.Generator().manual_seed(0)))
    outcomes = []
    failed = None
    for case in cases:
        outcomes.append(call(check, learner, case))
        if isinstance(outcomes[-1].error, (OutOfTime, MemoryError)):
            raise outcomes[-1].error  # the worker words it: no time is left to compare
        difference = judge(check, outcomes[-1], case)
        if difference is not None and failed is None:
            failed = len(outcomes) - 1, difference
            if isinstance(outcomes[-1].error, NotImplementedError):
                sentence = say("unsolved", language, name=check.name)
                return {"status": "unsolved", "function": check.name, "sentence": sentence}
    if failed is None:
        return None
    index, difference = failed
    mistake = recognise(check, cases, outcomes, earlier, exercise)
    case, outcome = cases[index], outcomes[index]
    case, outcome, difference = simplify(check, learner, case, outcome, difference)
    answer = describe(check, case, outcome, difference, file, language)
    if mistake is not None:
        answer["mistake"] = {"name": mistake.name, "text": mistake.text[language]}
    return {"status": "failed", "function": check.name, **answer}


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
    close = get_close_matches(check.name, own, n=1, cutoff=0.6)
    word = say("missing_close", language, word=close[0]) if close else ""
    return {"sentence": say("missing", language, name=check.name, close=word)}


def call(check: Check, learner: types.ModuleType, case: tuple) -> Outcome:
    """Run the learner's object on a copy of the inputs."""
    inputs = copy.deepcopy(case)
    seed()
    try:
        function = getattr(learner, check.name)
        value = check.run(function, *inputs) if check.run else function(*inputs)
    except BaseException as error:
        return Outcome(error=error)
    changed = [] if check.in_place else _changed(check, case, inputs)
    return Outcome(value=value, changed=changed)


def _changed(check: Check, before: tuple, after: tuple) -> list[str]:
    return [
        name
        for name, old, new in zip(argument_names(check, before), before, after, strict=True)
        if isinstance(old, Tensor)
        and (old.shape != new.shape or not torch.equal(old.nan_to_num(), new.nan_to_num()))
    ]


def argument_names(check: Check, case: tuple) -> list[str]:
    """The names of the inputs: those of the reference's (or judge's) parameters."""
    source: Callable[..., Any] | None = check.expected or check.judge
    names = list(inspect.signature(source).parameters) if source else []
    if check.expected is None:
        names = names[1:]
    if len(names) != len(case):
        names = [f"argument {i + 1}" for i in range(len(case))]
    return names


def reference(check: Check, case: tuple) -> Any:
    """What is right for these inputs."""
    seed()
    return check.expected(*copy.deepcopy(case)) if check.expected else None


def judge(check: Check, outcome: Outcome, case: tuple) -> Difference | None:
    """None where the outcome is right."""
    if outcome.error is not None:
        return Difference("raised")
    if check.judge is not None:
        try:
            verdict = check.judge(outcome.value, *copy.deepcopy(case))
        except (TypeError, AttributeError, RuntimeError, ValueError, IndexError, KeyError):
            verdict = None if outcome.value is not None else ("", "")
            if verdict is None:  # a value of a kind that the judge cannot even read
                return Difference("unreadable_value")
        if outcome.value is None and verdict is not None:
            return Difference("none")
        return (
            Difference("judged", values={"en": verdict[0], "fr": verdict[1]}) if verdict else None
        )
    difference = compare(outcome.value, reference(check, case), check.tolerance)
    if difference is None and outcome.changed:
        return Difference("mutated", values={"argument": outcome.changed[0]})
    return difference


def recognise(
    check: Check,
    cases: list[tuple],
    outcomes: list[Outcome],
    earlier: list[Check],
    exercise: Exercise,
) -> Mistake | None:
    """The mistake of the bank that gives the learner's outcome on every input, or None.

    A mistake that fails one of the earlier checks, which the learner passed, comes second.
    """
    wrongs = [i for i, case in enumerate(cases) if judge(check, outcomes[i], case) is not None]
    candidates = []
    for mistake in exercise.mistakes:
        module = types.ModuleType("learner")
        try:
            execute(exercise.solution, str(exercise.path / "solution.py"), module)
            execute(mistake.path.read_text("utf-8"), str(mistake.path), module)
        except Exception:
            continue  # `verify` reports a broken wrong solution to its author
        if callable(getattr(module, check.name, None)) and all(
            _same(check, outcome, call(check, module, case), case, i in wrongs)
            for i, (case, outcome) in enumerate(zip(cases, outcomes, strict=True))
        ):
            candidates.append((mistake, module))
    for mistake, module in candidates[:-1]:
        if all(passes(other, module) for other in earlier):
            return mistake
    return candidates[-1][0] if candidates else None


def passes(check: Check, module: types.ModuleType) -> bool:
    """Whether a module passes a check."""
    cases = check.inputs(torch.Generator().manual_seed(0))
    return callable(getattr(module, check.name, None)) and all(
        judge(check, call(check, module, case), case) is None for case in cases
    )


def _same(check: Check, mine: Outcome, theirs: Outcome, case: tuple, wrong: bool) -> bool:
    if not wrong:
        return judge(check, theirs, case) is None
    if mine.error is not None or theirs.error is not None:
        return type(mine.error) is type(theirs.error) and _message(mine) == _message(theirs)
    if mine.changed != theirs.changed:
        return False
    if check.judge is not None:
        return judge(check, mine, case) == judge(check, theirs, case)
    return compare(mine.value, theirs.value, check.tolerance) is None


def _message(outcome: Outcome) -> str:
    return re.sub(r"at 0x[0-9a-f]+", "", str(outcome.error))


def simplify(
    check: Check, learner: types.ModuleType, case: tuple, outcome: Outcome, difference: Difference
) -> tuple[tuple, Outcome, Difference]:
    """Simpler numbers for the failing input, as long as it fails in the same way."""
    if check.run is not None or check.judge is not None:
        return case, outcome, difference
    for i, value in enumerate(case):
        if not isinstance(value, Tensor) or not value.is_floating_point() or value.requires_grad:
            continue
        for simpler in (value.new_ones(()).expand_as(value).clone(), value.round()):
            candidate = (*case[:i], simpler, *case[i + 1 :])
            if torch.equal(simpler, value):
                continue
            try:
                tried = call(check, learner, candidate)
                found = judge(check, tried, candidate)
            except Exception:
                continue  # the reference refuses this input
            if (
                found is not None
                and found.kind.removesuffix("_one") == difference.kind.removesuffix("_one")
                and not _nothing(check, candidate)
            ):
                case, outcome, difference = candidate, tried, found
                break
    return case, outcome, difference


def _nothing(check: Check, case: tuple) -> bool:
    """A degenerate right answer (nan) explains nothing: such an input is not simpler."""
    right = reference(check, case)
    return isinstance(right, Tensor) and not right.isfinite().all().item()


def describe(
    check: Check, case: tuple, outcome: Outcome, difference: Difference, file: str, language: str
) -> dict[str, Any]:
    """The answer for one failing input."""
    names = argument_names(check, case)
    answer: dict[str, Any] = {
        "inputs": [{"name": name, **show(value)} for name, value in zip(names, case, strict=True)]
    }
    if outcome.error is not None:
        return {**answer, **explain_error(outcome.error, check.name, file, language)}
    kind, values = difference.kind, difference.values
    if kind == "judged":
        return {**answer, "sentence": values[language], "got": show(outcome.value)}
    if kind == "unreadable_value":
        sentence = say("value", language, name=check.name, part="")
        return {**answer, "sentence": sentence, "got": show(outcome.value)}
    part = say("part", language, path=difference.path) if difference.path else ""
    answer["sentence"] = say(kind, language, name=check.name, part=part, **values)
    if check.judge is None and kind != "mutated":
        got = part_of(outcome.value, difference.path)
        right = part_of(reference(check, case), difference.path)
        answer["got"] = show(got, right, check.tolerance)
        answer["expected"] = show(right, got, check.tolerance)
    return answer
