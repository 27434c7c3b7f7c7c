"""The mistake bank: recognise a learner's mistake by a stored one that does the same.

Each exercise stores its common mistakes as wrong solutions (`mistakes/`). They are run on the
learner's inputs; one that gives the learner's outcome on all of them has the learner's mistake,
however differently it is written.
"""

import re
import types

from gradatim.labs.exercise import Exercise, Mistake
from gradatim.labs.grading.learner_source import execute
from gradatim.labs.grading.outcomes import Outcome, call, inputs_of, judge
from gradatim.labs.grading.spec import Check
from gradatim.labs.grading.values import compare


def recognise(
    check: Check,
    cases: list[tuple],
    outcomes: list[Outcome],
    earlier: list[Check],
    exercise: Exercise,
) -> Mistake | None:
    """The mistake of the bank that gives the learner's outcome on every input, or None.

    A mistake that fails one of the earlier checks, which the learner passed, comes second.

    Args:
        check: the check that failed.
        cases: its inputs.
        outcomes: what the learner's code did with each.
        earlier: the checks before it.
        exercise: whose bank is asked.
    """
    wrong = [
        judge(check, outcome, case) is not None
        for case, outcome in zip(cases, outcomes, strict=True)
    ]
    candidates = []
    for mistake in exercise.mistakes:
        module = types.ModuleType("learner")
        try:
            execute(exercise.solution, str(exercise.path / "solution.py"), module)
            execute(mistake.path.read_text("utf-8"), str(mistake.path), module)
        except Exception:
            continue  # `gradatim lab verify` reports a broken mistake to its author
        if callable(getattr(module, check.name, None)) and all(
            _same(check, outcomes[i], call(check, module, cases[i]), cases[i], wrong[i])
            for i in range(len(cases))
        ):
            candidates.append((mistake, module))
    for mistake, module in candidates[:-1]:
        if all(_passes(other, module) for other in earlier):
            return mistake
    return candidates[-1][0] if candidates else None


def _passes(check: Check, module: types.ModuleType) -> bool:
    return callable(getattr(module, check.name, None)) and all(
        judge(check, call(check, module, case), case) is None for case in inputs_of(check)
    )


def _same(check: Check, mine: Outcome, theirs: Outcome, case: tuple, wrong: bool) -> bool:
    """Whether two outcomes for one input are alike; where mine is right, theirs must be."""
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
    """An error's text without addresses of objects, which differ in every run."""
    return re.sub(r"at 0x[0-9a-f]+", "", str(outcome.error))
