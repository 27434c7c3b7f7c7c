"""Explain one failure: the simplest input that shows it, got beside expected, in a sentence."""

import re
import types
from typing import Any

import torch
from torch import Tensor

from gradatim.labs.grading.evidence import LEFT_BEHIND
from gradatim.labs.grading.learner_source import explain_error
from gradatim.labs.grading.messages import say
from gradatim.labs.grading.outcomes import Outcome, argument_names, call, judge, reference
from gradatim.labs.grading.spec import Check
from gradatim.labs.grading.type_words import translate
from gradatim.labs.grading.values import Difference, part_of, plain, show


def explain(
    check: Check, case: tuple, outcome: Outcome, difference: Difference, file: str, language: str
) -> dict[str, Any]:
    """The answer for one failing input.

    Args:
        check: the check that failed.
        case: its input.
        outcome: what the learner's code did with it.
        difference: from what is right.
        file: path of the learner's file, for tracebacks.
        language: "en" or "fr".

    Returns:
        `sentence`, `inputs`, and where they apply `got`, `expected`, `lines`.
    """
    names = argument_names(check, case)
    title = readable(check.title, check, language) if check.shown_as else check.title
    answer: dict[str, Any] = {
        "inputs": [{"name": name, **show(value)} for name, value in zip(names, case, strict=True)]
    }
    if outcome.error is not None:
        return {**answer, **explain_error(outcome.error, title, file, language)}
    kind, values = difference.kind, difference.values
    if kind == "judged":
        return {**answer, "sentence": values[language], "got": show(outcome.value)}
    if kind == "unreadable_value":
        sentence = say("value", language, name=title, part="")
        return {**answer, "sentence": sentence, "got": show(outcome.value)}
    path = readable(difference.path, check, language)
    part = say("part", language, path=path) if path else ""
    if kind in ("type", "dtype"):
        values = {key: translate(str(word), language) for key, word in values.items()}
    if kind == "none" and part:
        kind = "none_part"
    got = part_of(outcome.value, difference.path)
    right = part_of(reference(check, case), difference.path)
    shown = {"got": plain(got), "expected": plain(right)}
    if kind == "value" and all(shown.values()) and shown["got"] != shown["expected"]:
        kind, values = "value_shown", shown
    answer["sentence"] = say(kind, language, name=title, part=part, **values)
    if check.judge is None and kind not in LEFT_BEHIND:
        answer["got"] = show(got, right, check.tolerance)
        answer["expected"] = show(right, got, check.tolerance)
    return answer


def simplify(
    check: Check, learner: types.ModuleType, case: tuple, outcome: Outcome, difference: Difference
) -> tuple[tuple, Outcome, Difference]:
    """Simpler numbers for the failing input (ones, whole numbers) that fail in the same way.

    Returns:
        The input, the outcome and the difference; the given ones where nothing simpler fails.
    """
    if check.run is not None or check.judge is not None:
        return case, outcome, difference
    for i, value in enumerate(case):
        if not isinstance(value, Tensor) or not value.is_floating_point() or value.requires_grad:
            continue
        for simpler in (value.new_ones(()).expand_as(value).clone(), value.round()):
            candidate = (*case[:i], simpler, *case[i + 1 :])
            if torch.equal(simpler, value) or not _is_steady(check, candidate, i):
                continue
            try:
                tried = call(check, learner, candidate)
                found = judge(check, tried, candidate)
                degenerate = not _is_finite(reference(check, candidate))
            except Exception:
                continue  # the reference refuses this input
            if found is not None and not degenerate and _kind(found) == _kind(difference):
                case, outcome, difference = candidate, tried, found
                break
    return case, outcome, difference


def _is_steady(check: Check, case: tuple, i: int) -> bool:
    """Whether the right answer hardly moves with input i: not so where equal numbers compete.

    The gradient of a maximum, or its place, is decided by chance among ones: no fair example.
    """
    value = case[i]
    nudge = torch.linspace(-1e-3, 1e-3, value.numel()).view_as(value)
    try:
        right = reference(check, case)
        moved = reference(check, (*case[:i], value + nudge, *case[i + 1 :]))
        if not isinstance(right, (Tensor, float, int)):
            return True
        before, after = torch.as_tensor(right).double(), torch.as_tensor(moved).double()
        return torch.allclose(before, after, rtol=0.05, atol=0.05)
    except Exception:
        return True  # the caller finds out what the reference refuses


def readable(path: str, check: Check, language: str) -> str:
    """The path to a part without the brackets of a name: ['losses'][0] becomes losses[0]."""
    words = re.sub(r"\['([^']*)'\]", r".\1", path).removeprefix(".")
    for english, french in check.french.items() if language == "fr" else ():
        words = words.replace(english, french)
    return words


def _kind(difference: Difference) -> str:
    return difference.kind.removesuffix("_one")  # one wrong value or several: the same failure


def _is_finite(right: Any) -> bool:
    """False for a right answer with nan or infinity, which explains nothing."""
    return not isinstance(right, Tensor) or bool(right.isfinite().all())
