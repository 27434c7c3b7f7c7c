"""Where a learner's numbers leave those of every right solution: the first expression that does.

The values of all expressions of the right solutions, on an input that fails, are collected; then
the learner's code is run with its own recorded. The first expression whose inner values occur there
and whose own value does not is where to look. One that differs on inputs that come out right as
well is only another way to the same answer.
"""

import re
import time

import torch
from torch import Tensor

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.evidence import Trial, as_numbers, parts_of
from gradatim.labs.grading.outcomes import SEED
from gradatim.labs.grading.relations.recorded import Place, Value, record
from gradatim.labs.grading.spec import Check

Finding = tuple[str, dict[str, str]]  # its name, its sentence in English and in French
MAX_RIGHT = 3  # inputs that come out right
MIN_RIGHT = 2  # one can come out right by chance
ENOUGH = 30  # numbers of an input: fewer agree by chance
MAX_CODE = 70  # characters of an expression that can be quoted
SECONDS = 0.3  # of CPU time for the solutions on one input
MADE = re.compile(  # of sizes alone, or sizes themselves
    r"[\w.]*\b(?:new_)?(?:zeros|ones|full|empty|arange|eye)(?:_like)?\(.*\)$|.*\.(?:shape|size\(\))$"
)
MODEL = re.compile(r"(?:model|net|network)\b.*\)$")
WORDS = {
    "model_changed": (
        "Line {line}: what goes into `{code}` is still right, what comes out of it is not: by "
        "then the model has been changed in another way. Look at the steps before: the loss, the "
        "gradients, the optimizer, the mode.",
        "Ligne {line} : ce qui entre dans `{code}` est encore juste, ce qui en sort non : le "
        "modèle a été modifié autrement entre-temps. Regardez les pas précédents : la perte, les "
        "gradients, l'optimiseur, le mode.",
    ),
    "departure": (
        "Line {line}: what goes into `{code}` occurs in a right solution too, what comes out "
        "of it does not. Look there first.",
        "Ligne {line} : ce qui entre dans `{code}` se trouve aussi dans une solution juste, "
        "ce qui en sort non. Regardez d'abord là.",
    ),
    "nan_begins": (
        "Line {line}: `{code}` is the first to give nan. So do 0 / 0, inf - inf, 0 * inf, and "
        "the logarithm or the root of a negative number.",
        "Ligne {line} : `{code}` est la première à donner nan, comme 0 / 0, inf - inf, "
        "0 * inf, et le logarithme ou la racine d'un nombre négatif.",
    ),
}


def departure(check: Check, trials: list[Trial], exercise: Exercise, source: str) -> list[Finding]:
    """The first expression that leaves what right solutions compute, if it is seen.

    Args:
        check: the check that failed; one with a judge has no values that must come out.
        trials: its inputs, and what the learner's code did.
        exercise: whose solutions are run.
        source: the learner's text, which is run again; empty where it must not run.
    """
    if check.judge is not None or check.slow or not source:
        return []
    texts = [exercise.solution, *map(exercise.over_solution, exercise.alternatives)]
    # Of the inputs that fail, the one with the most numbers.
    trial = max((t for t in trials if t.difference is not None), key=_size)
    places, values = record(source, check.name, check, trial.case)
    if trial.difference is not None and trial.difference.kind == "nan":
        return _nan(places, values)
    _, again = record(source, check.name, check, trial.case, SEED + 1)
    drawn = {a.place for a, b in zip(values, again, strict=False) if not _is_same(a, b)}
    passed = _other_ways(check, trials, texts, source) | drawn
    known = _Known(texts, check, trial.case)
    # Where an answer has many numbers, fractions of Python on the way are rates, and whole numbers
    # are sizes, which matter where the shape is wrong.
    parts = [as_numbers(part) for part in trial.right_parts.values()]
    single = all(part is None or part.numel() == 1 for part in parts)
    shape = trial.difference is not None and trial.difference.kind == "shape"
    right: set[int] = set()  # places whose numbers occur in a right solution
    wrong: set[int] = set()
    moved: set[int] = set()  # their numbers occur there in another order only
    for value in values:
        place = places[value.place]
        if value.place in passed or (value.kind is float and not single):
            continue
        if known.lacks(value):
            begins = right & {*place.inner} and not (wrong | moved) & {*place.inner}
            whole = value.kind is int and not (single or shape)
            later = shape and value.run > 1  # then the sizes before are at fault
            quoted = len(place.code) <= MAX_CODE and not MADE.match(place.code)
            plain = not issubclass(value.kind, list | tuple)
            if begins and quoted and plain and not (whole or later):
                kind = "model_changed" if MODEL.match(place.code) else "departure"
                return [_told(kind, place)]
            wrong.add(value.place)
        elif not known.has_in_order(value):
            moved.add(value.place)
        elif any(map(_is_telling, value.parts)):
            right.add(value.place)
    return []


def _other_ways(check: Check, trials: list[Trial], texts: list[str], source: str) -> set[int]:
    """Places whose numbers occur in no solution, though the answer is right."""
    passed = [trial for trial in trials if trial.difference is None][:MAX_RIGHT]
    if len(passed) < MIN_RIGHT:
        return set()
    lacking = []
    for trial in passed:
        known = _Known(texts, check, trial.case)
        values = record(source, check.name, check, trial.case)[1]
        lacking.append({value.place for value in values if known.lacks(value)})
    return set.intersection(*lacking)


def _nan(places: list[Place], values: list[Value]) -> list[Finding]:
    """The first expression that gives nan, though nothing inside it is."""
    spoiled: set[int] = set()
    for value in values:
        if any(part.isnan().any() for part in value.parts):
            place = places[value.place]
            if not spoiled & {*place.inner} and place.inner and len(place.code) <= MAX_CODE:
                return [_told("nan_begins", place)]
            spoiled.add(value.place)
    return []


def _size(trial: Trial) -> int:
    """How many numbers an input has, up to what is enough."""
    parts = [as_numbers(part) for part in parts_of(list(trial.case)).values()]
    return min(sum(part.numel() for part in parts if part is not None), ENOUGH)


class _Known:
    """The values of all right solutions on one input, by how many numbers they have."""

    def __init__(self, texts: list[str], check: Check, case: tuple) -> None:
        by_size: dict[int, dict[bytes, Tensor]] = {}
        start = time.thread_time()
        for text in texts:
            if by_size and time.thread_time() - start > SECONDS:
                break
            for value in record(text, check.name, check, case)[1]:
                for part in value.parts:
                    by_size.setdefault(part.numel(), {})[part.numpy().tobytes()] = part
        self.rows = {size: torch.stack([*parts.values()]) for size, parts in by_size.items()}
        self.sorted = {size: rows.sort(dim=1).values for size, rows in self.rows.items()}

    def lacks(self, value: Value) -> bool:
        """Whether some part of it occurs nowhere, in whatever order or with the other sign.

        One solution transposes, or turns a difference round, where another does not; a single 0 or
        1 occurs everywhere.
        """
        telling = [part for part in value.parts if part.numel() > 1 or _is_telling(part)]
        return any(
            not any(_holds(self.sorted, one.sort().values) for one in (part, -part))
            for part in telling
        )

    def has_in_order(self, value: Value) -> bool:
        """Whether all its parts occur just as they are."""
        return all(_holds(self.rows, part) for part in value.parts if _is_telling(part))


def _holds(rows_of: dict[int, Tensor], part: Tensor) -> bool:
    rows = rows_of.get(part.numel())
    if rows is None:
        return False
    return bool(part.isclose(rows, rtol=1e-4, atol=1e-6, equal_nan=True).all(1).any())


def _is_telling(part: Tensor) -> bool:
    """Whether it is more than 0 or 1 all over, which agrees by chance."""
    return not (bool((part == part[0]).all()) and float(part[0]) in (0.0, 1.0))


def _is_same(one: Value, other: Value) -> bool:
    return (
        one.place == other.place
        and len(one.parts) == len(other.parts)
        and all(
            a.shape == b.shape and torch.allclose(a, b, equal_nan=True)
            for a, b in zip(one.parts, other.parts, strict=True)
        )
    )


def _told(name: str, place: Place) -> Finding:
    english, french = WORDS[name]
    words = {"line": place.line, "code": place.code}
    return name, {"en": english.format(**words), "fr": french.format(**words)}
