"""Tell mistakes apart by what they do in many small situations, where a judge sees one result.

"It wins too few games" is said of many players. Which mistake one makes shows in its moves: those
in given positions are compared with the moves that the stored mistakes, and the solution, make.
"""

import types
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.bank import stored_mistakes
from gradatim.labs.grading.changes.changed_code import Run, Stored, TooSlow, run_changed
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.learner_source import SEED, seed
from gradatim.labs.grading.outcomes import call, judge
from gradatim.labs.grading.spec import Check

ALIKE = 0.75  # of the situations; ties are broken in many ways
MORE_THAN_RIGHT = 0.3  # by how much more a mistake must fit than the solution does
FIRST_WORDS = 3
CLEARLY = 0.08  # by how much more than the next one; less where everything is alike


@dataclass(frozen=True)
class Probed:
    """What the small situations say: mistakes that fit clearly, and all that are not excluded."""

    fitting: list[Stored]
    possible: list[Stored]


def probed(
    check: Check, learner: types.ModuleType, exercise: Exercise, trials: list[Trial]
) -> Probed | None:
    """The stored mistakes that act like the learner's code in a check's small situations.

    None where the check has no such situations. Code that acts like the solution fits none.
    """
    if check.probe is None:
        return None
    small = replace(
        check,
        run=lambda learner_object, number: _acts(check, learner_object, number),
        inputs=lambda generator: [],
        judge=lambda value, number: None,
    )
    mine, again = (call(small, learner, (number,)).value for number in (0, 1))
    solution = run_changed([compile(exercise.solution, "<solution>", "exec")])
    if not isinstance(mine, list) or not mine or solution is None:
        return None
    every = stored_mistakes(exercise, check.name)
    if _alike(mine, again) < ALIKE:
        drawn = [m for m in every if _as_often([*mine, *again], m.run, small)]
        return Probed([one for one in drawn if _loses_alike(trials, one)], drawn)
    if not isinstance(ours := _of(solution, small), list):
        return None  # it ran out of time: a busy machine
    right = _alike(mine, ours)
    scores = [(_alike(mine, _of(one.run, small)), one) for one in every]
    possible = [one for score, one in scores if score >= ALIKE]
    best = max((score for score, _ in scores), default=0.0)
    if best < ALIKE or best < right + MORE_THAN_RIGHT:
        return Probed([], possible)
    near = best - min(CLEARLY, 1.02 - best)
    fitting = [one for score, one in scores if score > near and _loses_alike(trials, one)]
    return Probed(fitting, possible)


def _loses_alike(trials: list[Trial], mistake: Stored) -> bool:
    """Whether a judge's sentence on the mistake begins as that on the learner's code does.

    What is lost in the first game and what in a later one only are two things, however alike the
    moves are.
    """
    trial = next(trial for trial in trials if trial.difference is not None)
    outcome = mistake.run(trial.check, trial.case)
    if isinstance(outcome.error, TooSlow):
        return True  # whole games take long
    found = judge(trial.check, outcome, trial.case)
    sentences = [one.values.get("en", "") if one else "" for one in (found, trial.difference)]
    mine, theirs = (str(text).split()[:FIRST_WORDS] for text in sentences)
    return mine == theirs


def _acts(check: Check, learner_object: Any, number: int) -> list:
    seed(SEED + number)  # what is drawn at random differs
    return check.probe(learner_object) if check.probe else []


def _of(run: Run, small: Check, number: int = 0) -> Any:
    return run(small, (number,)).value


def _as_often(mine: list, run: Run, small: Check) -> bool:
    """Whether code draws at random, and does each thing about as often as the learner's."""
    first, second = _of(run, small, 0), _of(run, small, 1)
    if not isinstance(first, list) or _alike(first, second) >= ALIKE:
        return False
    ours, theirs = Counter(map(str, mine)), Counter(map(str, [*first, *second]))
    return (ours & theirs).total() >= ALIKE * len(mine)


def _alike(mine: Any, theirs: Any) -> float:
    """In which fraction of the situations two pieces of code do the same."""
    if not isinstance(theirs, list) or len(theirs) != len(mine):
        return 0.0
    return sum(a == b for a, b in zip(mine, theirs, strict=True)) / len(mine)
