"""Where an answer goes wrong, shown by cause: the right value put in the place of a wrong one.

The values of every expression of the right solutions are recorded on the inputs that fail. Then the
learner's code is run with one of its expressions giving what an expression of a solution gives. The
first one with which everything comes out right, on all these inputs, is where the answer goes
wrong: nothing after it is. (Of networks, this is known as activation patching.)
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.evidence import Trial, as_numbers, parts_of
from gradatim.labs.grading.outcomes import Outcome, judge
from gradatim.labs.grading.relations.cause import Cause, numbers_in, same, shape_of, told
from gradatim.labs.grading.relations.departure import MODEL
from gradatim.labs.grading.relations.findings import Finding
from gradatim.labs.grading.relations.recorded import MAX_NUMBERS, Noted
from gradatim.labs.grading.spec import Check

MAX_INPUTS = 3  # that fail, on which it must come out right
MAX_TEXTS = 4  # right solutions
MAX_RUNS = 40  # of one expression in a loop
SECONDS = 0.6  # of CPU time


@dataclass
class ValuesOfRuns:
    """What one expression of a text gave, run by run, on one input."""

    values: list[Any] = field(default_factory=list)  # none of a list or dictionary
    whole: bool = True  # all were kept

    @property
    def last(self) -> Any:
        return self.values[-1]


Key = tuple[int, str]  # a place of a solution, and how its values are taken


@dataclass
class RightAnswer:
    """A right solution on the inputs that fail: what its expressions gave, what came out."""

    runs: list[dict[Key, ValuesOfRuns]]  # input by input
    answers: list[list[Tensor]]  # input by input, part by part


def patched(
    check: Check, shown: Trial, trials: list[Trial], exercise: Exercise, source: str
) -> list[Finding]:
    """The first expression that alone is the cause; nothing where none is.

    Args:
        check: the check that failed.
        shown: the input that the learner sees, whose values are quoted.
        trials: all its inputs, and what the learner's code did.
        exercise: whose solutions are run.
        source: the learner's text, which is run again; empty where it must not run.
    """
    if check.slow or check.probe is not None or not source:
        return []
    start = time.thread_time()

    def late() -> bool:
        return time.thread_time() - start > SECONDS

    others = (t for t in trials if t.difference is not None and t.case is not shown.case)
    failing = [shown, *others][: MAX_INPUTS + 1]
    learner = Noted(source, check.name)
    own = _runs(learner, shown)[0]
    if time.thread_time() - start > SECONDS / 4:
        return []  # a single call takes too long
    texts = [exercise.solution, *map(exercise.over_solution, exercise.alternatives)]
    notes = [Noted(text, check.name) for text in texts[:MAX_TEXTS]]
    solutions = [_solution(one, failing) for one in notes if not late()]
    owns = [own, *(_runs(learner, trial)[0] for trial in failing[1:])]
    known = _known(owns, solutions)
    found: dict[int, Finding] = {}
    # As they are, before a loop's values are put together or a tensor is taken apart.
    for as_they_are in (True, False):
        for place, mine in own.items():
            if place in known or place in found or not mine.whole or not mine.values:
                continue
            if MODEL.match(learner.places[place].code):
                continue  # the model has been changed before: departure.py says so
            sure = _is_sure(learner, place, own, known)
            for key, solution in _candidates(mine, solutions, as_they_are):
                if late():
                    break
                theirs = [runs.get(key) for runs in solution.runs]
                if not sure and _is_answer(theirs[0], solution.answers[0]):
                    continue  # the right answer itself always comes out right
                if all(
                    right is not None and _comes_right(learner, place, right, check, trial)
                    for right, trial, one in zip(theirs, failing, owns, strict=True)
                    if one.get(place, mine).whole  # not on an input with too many runs to keep
                ):
                    right = solution.runs[0][key]
                    found[place] = _told(learner, place, mine, right, shown, own, sure)
                    break
        if any(_is_sure(learner, place, own, known) for place in found):
            break
    ways = _other_ways(learner, trials, notes) if len(found) > 1 else set()
    in_turn = [place for place in own if place in found]
    in_turn.sort(key=lambda place: place in ways)
    return [found[place] for place in in_turn[:1]]


def _is_sure(learner: Noted, place: int, own: dict[int, ValuesOfRuns], known: set[int]) -> bool:
    """Whether all that goes into an expression is as in a right solution: then it is at fault."""
    inner = learner.places[place].inner
    return bool(inner) and all(one in known for one in inner if one in own)


def _known(
    owns: list[dict[int, ValuesOfRuns]], solutions: list["RightAnswer"], first: int = 0
) -> set[int]:
    """Places that agree with one place of a right solution on some inputs, from number `first`."""
    found = set()
    for place in owns[0]:
        mine = [own.get(place, ValuesOfRuns()) for own in owns]
        for solution in solutions:
            theirs = solution.runs[first : first + len(owns)]
            if place not in found and any(
                all(
                    _equal(a, b.get(key, ValuesOfRuns())) for a, b in zip(mine, theirs, strict=True)
                )
                for key in theirs[0]
            ):
                found.add(place)
    return found


def _other_ways(learner: Noted, trials: list[Trial], notes: list[Noted]) -> set[int]:
    """Places whose values occur in no right solution, though the answer is right."""
    passed = [trial for trial in trials if trial.difference is None][:MAX_INPUTS]
    if not passed:
        return set()
    solutions = [_solution(one, passed) for one in notes]
    unknown = []
    for number, trial in enumerate(passed):
        own = _runs(learner, trial)[0]
        unknown.append(own.keys() - _known([own], solutions, number))
    return set.intersection(*unknown)


def _runs(text: Noted, trial: Trial) -> tuple[dict[int, ValuesOfRuns], Outcome | None]:
    """The values of all expressions, in the order in which they first come; and the outcome."""
    runs: dict[int, ValuesOfRuns] = {}

    def note(place: int, run: int, value: Any) -> Any:
        if isinstance(value, list | dict):
            runs[place] = ValuesOfRuns(whole=False)
        if numbers_in(value) is None:
            return value
        kept = runs.setdefault(place, ValuesOfRuns())
        if run > MAX_RUNS or (isinstance(value, Tensor) and value.numel() > MAX_NUMBERS):
            kept.whole = False
        else:
            kept.values.append(value.detach().clone() if isinstance(value, Tensor) else value)
        return value

    return runs, text.call(trial.check, trial.case, note)


def _solution(text: Noted, failing: list[Trial]) -> RightAnswer:
    recorded = [_runs(text, trial) for trial in failing]
    answers = [
        [] if outcome is None else [*map(as_numbers, parts_of(outcome.value).values())]
        for _, outcome in recorded
    ]
    return RightAnswer(
        [_in_all_ways(runs) for runs, _ in recorded],
        [[part for part in parts if part is not None] for parts in answers],
    )


def _in_all_ways(every: dict[int, ValuesOfRuns]) -> dict[Key, ValuesOfRuns]:
    """The values as they are; a loop's together in one tensor, and a tensor's one by one.

    One author loops where another does not.
    """
    found: dict[Key, ValuesOfRuns] = {}
    for place, runs in every.items():
        found[place, ""] = runs
        if not runs.whole or not runs.values:
            continue
        if len(set(map(shape_of, runs.values))) == 1:
            found[place, "together"] = ValuesOfRuns(
                [torch.stack([*map(torch.as_tensor, runs.values)])]
            )
        if len(runs.values) == 1 and isinstance(runs.last, Tensor) and runs.last.dim():
            if 0 < len(runs.last) <= MAX_RUNS:
                found[place, "rows"] = ValuesOfRuns([*runs.last])
            if runs.last.dim() > 1 and 0 < runs.last.numel() <= MAX_RUNS:
                found[place, "numbers"] = ValuesOfRuns([*runs.last.flatten()])
    return found


def _candidates(
    mine: ValuesOfRuns, solutions: list[RightAnswer], as_they_are: bool
) -> Iterator[tuple[Key, RightAnswer]]:
    """Expressions of solutions that run as often, no value twice, the same shapes first."""
    tried: list[ValuesOfRuns] = []
    for same_shape in (True, False):
        for solution in solutions:
            for other, right in solution.runs[0].items():
                if (other[1] == "") != as_they_are or _is_truth(right) != _is_truth(mine):
                    continue
                if not right.whole or len(right.values) != len(mine.values):
                    continue
                if not isinstance(mine.last, Tensor) and shape_of(right.last):
                    continue
                if _alike_in_shape(mine, right) != same_shape:
                    continue
                if not any(_equal(right, one) for one in tried):
                    tried.append(right)
                    yield other, solution


def _is_truth(runs: ValuesOfRuns) -> bool:
    return any(isinstance(one, Tensor) and one.dtype == torch.bool for one in runs.values)


def _alike_in_shape(mine: ValuesOfRuns, right: ValuesOfRuns) -> bool:
    return [*map(shape_of, mine.values)] == [*map(shape_of, right.values)]


def _equal(mine: ValuesOfRuns, right: ValuesOfRuns) -> bool:
    return len(mine.values) == len(right.values) > 0 and all(map(same, mine.values, right.values))


def _is_answer(runs: ValuesOfRuns | None, answer: list[Tensor]) -> bool:
    """Whether a value is a whole part of the answer, in whatever shape."""
    flat = None if runs is None else numbers_in(runs.last).flatten()
    return flat is not None and any(same(flat, part.flatten()) for part in answer)


def _comes_right(
    learner: Noted, place: int, right: ValuesOfRuns, check: Check, trial: Trial
) -> bool:
    """Whether the learner's code is right where one of its expressions gives other values."""

    def put(here: int, run: int, value: Any) -> Any:
        if here != place or run > len(right.values):
            return value
        other = right.values[run - 1]
        if not isinstance(value, Tensor):
            number = other.item() if isinstance(other, Tensor) else other
            return type(value)(number) if number == int(number) else number
        if not isinstance(other, Tensor):
            return other
        if value.requires_grad and value.shape == other.shape and other.is_floating_point():
            return value + (other - value).detach()  # gradients flow as they did
        return other.clone()

    outcome = learner.call(check, trial.case, put)
    return outcome is not None and judge(check, outcome, trial.case) is None


def _told(
    learner: Noted,
    number: int,
    mine: ValuesOfRuns,
    right: ValuesOfRuns,
    trial: Trial,
    own: dict[int, ValuesOfRuns],
    sure: bool,
) -> Finding:
    place = learner.places[number]
    inner = [own[one] for one in place.inner if one in own]
    run = next(i for i in range(len(mine.values)) if not same(mine.values[i], right.values[i]))
    return told(
        Cause(
            code=place.code,
            line=place.line,
            run=run + 1,
            mine=mine.values[run],
            right=right.values[run],
            inner=[one.values[min(run, len(one.values) - 1)] for one in inner if one.values],
            is_made_before=not sure,
        ),
        trial,
    )
