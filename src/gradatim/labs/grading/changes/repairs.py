"""Find one small change to the learner's own code that makes it right.

The strongest evidence there is: with that change every input of the check gives the right answer.
It names a line of the learner's file, whether or not anybody ever stored the mistake. A change that
leaves exactly what a stored mistake does shows that there are two.
"""

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from gradatim.labs.grading.changes.additions import EXPRESSIONS, MOVES, sites
from gradatim.labs.grading.changes.changed_code import Run, Stored, run_changed
from gradatim.labs.grading.changes.repair_words import repair_sentences
from gradatim.labs.grading.changes.separate import is_nearer, is_separate
from gradatim.labs.grading.changes.small_changes import (
    Change,
    changes,
    reached,
    repeated_changes,
)
from gradatim.labs.grading.evidence import Trial, as_numbers, parts_of, same_part
from gradatim.labs.grading.outcomes import Outcome, inputs_of, judge
from gradatim.labs.grading.spec import Check

ONE_OF_TWO = {
    *("term_missing", "factor_missing", "division_missing", "power_missing", "call_missing"),
    *("keyword_missing", "line_missing", "other_operator", "other_function", "other_axis"),
    *("sides_exchanged", "sign_missing", "with_missing", "transposed", "part_added"),
}
STEPS = ("call_missing", "line_missing")  # that may have stood in the place of a right one
POINTWISE = {"abs", "exp", "log", "relu", "sigmoid", "sqrt", "square", "tanh"}
NUMBER = r"\d+(?:\.\d*)?(?:e[+-]?\d+)?"
# What is asked of a tensor's form, whatever its numbers are.
FORM = r"\s*\.(?:untyped_storage|storage_offset|data_ptr|stride|is_contiguous|shape|size|dim)\b"
SECONDS = 0.8  # of CPU time: the answer must not wait for what may not help


@dataclass(frozen=True)
class Repair:
    """A change that makes the learner's code right, or leaves one stored mistake."""

    name: str
    text: dict[str, str]  # language -> sentence
    rest: Stored | None = None


def repair(
    check: Check,
    trials: list[Trial],
    others: list[Check],
    source: str,
    bank: list[Stored],
    solution: str,
    task: str,
) -> Repair | None:
    """The first change that makes all inputs right; else one that leaves a stored mistake.

    Args:
        check: the check that failed.
        trials: its inputs, and what the learner's code did.
        others: the other checks; those of the same function or class, and of those that it calls,
            must be passed as well.
        source: the learner's file, which Python can read.
        bank: the stored mistakes.
        solution: ours.
        task: its text, which like the solution may name a number.
    """
    cases = sorted(trials, key=lambda trial: trial.difference is None)
    # A change in a function that this one calls must leave that function right, too.
    called = {getattr(part, "name", "") for part in reached(ast.parse(source), check.name)}
    same = [other for other in others if other.name in {check.name, *called}]
    # Where the learner's code stops, two mistakes that do not stop explain nothing.
    by_values = cases[0].outcome.error is None and any(
        t.difference is not None and t.difference.kind != "mutated" for t in cases
    )
    needed = ast.unparse(ast.parse(solution))
    asked = f"{needed} {task}"
    numbers = {float(n) for n in re.findall(NUMBER, asked)} | {0.0, 1.0}
    numbers |= {-float(n) for n in re.findall(rf"-({NUMBER})", asked)}
    start = time.thread_time()
    left: Repair | None = None
    for change in _candidates(source, check.name):
        if time.thread_time() - start > SECONDS:
            break
        if "..." in change.words.values() or _by_chance(change, numbers, source, asked):
            continue  # too long to be said, or no evidence
        run = run_changed(change.code)
        if run is None:
            continue
        first = run(check, cases[0].case)
        if judge(check, first, cases[0].case) is None:
            if _right(check, run, cases[1:]) and _right_elsewhere(run, same):
                return Repair(change.key, repair_sentences(change, source, alone=True))
        elif (
            left is None
            and first.error is None
            and by_values
            and not _is_same(check, cases[0], first)
            and _can_be_one_of_two(check, change, needed)
        ):
            alike = (s for s in bank if _alike(check, cases[0], first, s, wrong=True))
            rest = next(alike, None)
            if (
                rest
                and not _undoes(change, rest)
                and not any(_breaks_more(check, trial, rest) for trial in cases)
                and all(_alike(check, t, run(check, t.case), rest) for t in cases[1:])
                and is_separate(trials, rest.run)
                and (change.key not in STEPS or is_nearer(trials, rest.run))
            ):
                left = Repair(change.key, repair_sentences(change, source, alone=False), rest)
    return left


def _is_same(check: Check, trial: Trial, outcome: Outcome) -> bool:
    """Whether a change has changed nothing on an input."""
    parts = parts_of(outcome.value)
    return parts.keys() == trial.parts.keys() and all(
        same_part(check, parts[path], trial.parts[path]) for path in parts
    )


def _candidates(source: str, name: str) -> Iterator[Change]:
    """Changes to a learner's code, the most telling first: others can be right by a detour."""
    detours = []
    for change in changes(source, name, without=(*MOVES, "other_name")):
        if change.key == "sides_exchanged" and _has_number(change):
            detours.append(change)  # `1 - p` turned round is right where another sign is wrong
        else:
            yield change
    yield from repeated_changes(source, name)
    yield from detours
    yield from (change for change in changes(source, name) if change.key == "other_name")
    yield from changes(source, name, sites, without=EXPRESSIONS)
    yield from (change for change in changes(source, name) if change.key == "lines_exchanged")
    yield from changes(source, name, sites, without=MOVES)


def _has_number(change: Change) -> bool:
    return any(re.fullmatch(NUMBER, str(change.words[side])) for side in ("a", "b"))


def _by_chance(change: Change, numbers: set[float], source: str, asked: str) -> bool:
    """Whether it takes a number or function that nobody has asked for: one of many can fit.

    And whether it makes another tensor of one whose form alone is asked for: the sign or the call
    says nothing.
    """
    new = str(change.words.get("new", ""))
    called = {"call_added": str(change.words.get("call", "")), "other_function": new}
    name = called.get(change.key, "").strip(".()")
    if name in POINTWISE and not re.search(rf"\b{name}\b", asked):
        return True  # relu changes no positive number, and where log is nan nobody may look
    if change.key in ("sign_added", "call_added"):
        return bool(re.search(re.escape(str(change.words["code"])) + FORM, source))
    if change.key == "other_function" and new == "randn":
        return True  # another fraction of numbers below a limit can be right by chance
    found = re.fullmatch(rf"-?{NUMBER}", new) if change.key == "other_number" else None
    return found is not None and float(new) not in numbers


def _undoes(change: Change, mistake: Stored) -> bool:
    """Whether a change brings in the sum or mean that the stored mistake is about."""
    words = " ".join(str(word) for word in change.words.values())
    told = f"{mistake.name} {mistake.text['en']}"
    return any(name in words and name in told for name in ("sum", "mean"))


def _can_be_one_of_two(check: Check, change: Change, needed: str) -> bool:
    """Whether what is left is evidence: with another number, any rest can be that of a mistake.

    Nor is it one where the change takes away what a right solution needs, or what stops gradients.
    """
    removed = [str(word) for word in change.words.values() if change.key.endswith("_missing")]
    kept = [word for word in removed if word in needed or "= " in word or "grad" in word]
    number = change.key == "call_added" and change.words["call"] == ".item()"
    new = str(change.words.get("new", ""))
    other = change.key == "other_function" and not re.search(rf"\b{new}\b", needed)
    # Another operator of another kind often only switches a line off, or on.
    signs = {new.rstrip("="), str(change.words.get("old", "")).rstrip("=")}
    compares = change.key == "other_operator" and not (signs <= {"+", "-"} or signs <= {"*", "/"})
    fits = (change.key in ONE_OF_TWO and not compares) or number
    return check.judge is None and fits and not kept and not other


def _breaks_more(check: Check, trial: Trial, mistake: Stored) -> bool:
    """Whether a mistake gets parts wrong that the learner has right, or gives nothing but zeros.

    Then it is none of two: the change that left it has only spoiled the learner's code further.
    """
    outcome = mistake.run(check, trial.case)
    if outcome.error is not None or judge(check, outcome, trial.case) is None:
        return False
    found = parts_of(outcome.value)
    wrong = [
        path
        for path, part in trial.right_parts.items()
        if not same_part(check, found.get(path), part)
    ]
    zero = [path for path in wrong if not _any_number(found.get(path))]
    more = any(_more_wrong(trial, path, found.get(path)) for path in wrong)
    return more or not set(wrong) <= set(trial.wrong) or (bool(wrong) and zero == wrong)


def _more_wrong(trial: Trial, path: str, theirs: object) -> bool:
    """Whether a part has wrong numbers in places where the learner has right ones."""
    parts = [as_numbers(part) for part in (trial.parts.get(path), theirs, trial.right_parts[path])]
    if any(part is None for part in parts) or len({part.shape for part in parts}) > 1:
        return False
    mine, other, right = parts
    tolerance = trial.check.tolerance
    spoiled = mine.isclose(right, tolerance, tolerance) & ~other.isclose(
        right, tolerance, tolerance
    )
    return bool(spoiled.any())


def _any_number(part: object) -> bool:
    numbers = as_numbers(part)
    return numbers is None or bool(numbers.any())


def _right(check: Check, run: Run, trials: list[Trial]) -> bool:
    return all(judge(check, run(check, t.case), t.case) is None for t in trials)


def _right_elsewhere(run: Run, others: list[Check]) -> bool:
    return all(
        judge(other, run(other, case), case) is None
        for other in others
        for case in inputs_of(other)
    )


def _is_finite(part: object) -> bool:
    numbers = as_numbers(part)
    return numbers is None or bool(numbers.isfinite().all())


def _alike(
    check: Check, trial: Trial, outcome: Outcome, stored: Stored, wrong: bool = False
) -> bool:
    """Whether changed code and a stored mistake give the same value, or even the same wrong one."""
    other = stored.run(check, trial.case)
    if outcome.error is not None or other.error is not None:
        return False
    if wrong and judge(check, other, trial.case) is None:
        return False
    mine, theirs = parts_of(outcome.value), parts_of(other.value)
    if wrong and not all(map(_is_finite, mine.values())):
        return False  # many mistakes lead there
    return mine.keys() == theirs.keys() and all(
        same_part(check, mine[path], theirs[path]) for path in mine
    )
