"""A learner's text on the inputs of one check, as the relations get it."""

import types

from gradatim.labs.exercise import BUILT_IN, Exercise, exercises, find
from gradatim.labs.grading.changes.changed_code import execute_code
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.grader import load_checks
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.spec import Check


def trials_of(number: str, name: str, source: str) -> tuple[Exercise, Check, list[Trial]]:
    """The exercise, its first check of that name, and the trials, of which one at least fails."""
    exercise = find(number, exercises(BUILT_IN))
    learner = types.ModuleType("learner")
    execute_code(compile(source, "<learner>", "exec"), learner)
    check = next(check for check in load_checks(exercise) if check.name == name)
    outcomes = [(case, call(check, learner, case)) for case in inputs_of(check)]
    trials = [Trial(check, case, one, judge(check, one, case)) for case, one in outcomes]
    assert any(trial.difference for trial in trials)
    return exercise, check, trials
