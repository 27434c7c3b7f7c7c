"""The checks refuse every small change to a solution that changes its meaning."""

import json
import random
from pathlib import Path

import pytest

from gradatim.labs.exercise import Exercise, exercises
from gradatim.labs.grading.changes.changed_code import run_changed
from gradatim.labs.grading.changes.small_changes import Change, changes
from gradatim.labs.grading.grader import load_checks
from gradatim.labs.grading.outcomes import inputs_of, judge
from gradatim.labs.grading.spec import Check
from gradatim.labs.sandbox.child import preload

preload(["optimizer"])  # an import that the time limit of one call interrupts stays half done
GAMES = ("36-beat-random", "37-official-player", "48-beat-greedy")  # a game takes a second
SAMPLE = 250
SECONDS = 3.0  # of one call; what ends only by this limit counts as refused
# Changes that were read one by one and change nothing: `dim=-1` for the last of two axes ...
HARMLESS = json.loads((Path(__file__).parent / "harmless_changes.json").read_text("utf-8"))


def name_of(change: Change) -> str:
    return f"{change.key} {' -> '.join(map(str, change.words.values()))}"


def passes(checks: list[Check], change: Change) -> bool:
    run = run_changed(change.code, SECONDS)
    return run is not None and all(
        judge(check, run(check, case), case) is None
        for check in checks
        for case in inputs_of(check)
    )


def telling_changes(exercise: Exercise) -> list[Change]:
    """The changes to the solution, without two lines that change places: most of them may."""
    names = dict.fromkeys(check.name for check in load_checks(exercise))
    found = [change for name in names for change in changes(exercise.solution, name)]
    return [change for change in found if change.key != "lines_exchanged"]


def unexpected(exercise: Exercise, chosen: list[Change]) -> list[str]:
    checks = load_checks(exercise)
    return [
        f"{exercise.name} line {change.line}: {name_of(change)}"
        for change in chosen
        if name_of(change) not in HARMLESS.get(exercise.name, ()) and passes(checks, change)
    ]


EXERCISES = [exercise for exercise in exercises() if exercise.name not in GAMES]


def test_sampled_changes_of_meaning_are_refused():
    pairs = [(exercise, change) for exercise in EXERCISES for change in telling_changes(exercise)]
    chosen = random.Random(0).sample(pairs, SAMPLE)
    found = [line for exercise, change in chosen for line in unexpected(exercise, [change])]
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_change_of_meaning_is_refused(exercise):
    assert unexpected(exercise, telling_changes(exercise)) == []


def test_changes_leave_types_alone():
    source = "def f(x: list[int]) -> tuple[int, int]:\n    return x + 1\n"
    assert {change.key for change in changes(source, "f")} == {
        "term_missing",
        "other_operator",
        "other_number",
    }


def test_what_python_reads_later_is_read_later_in_changed_code_too():
    source = "from __future__ import annotations\n\ndef f(x: Unknown) -> int:\n    return x + 1\n"
    found = [change for change in changes(source, "f") if change.key == "term_missing"]
    assert found
    assert all(run_changed(change.code) is not None for change in found)


def test_the_condition_of_a_comprehension_is_left_out():
    source = "def f(x):\n    return [k for k in x if k > 0]\n"
    words = [one.words for one in changes(source, "f") if one.key == "case_ignored"]
    assert {"condition": "if k > 0"} in words


def test_the_search_for_a_largest_begins_at_minus_infinity():
    source = (
        "def f(x):\n    best = 0.0\n    for k in x:\n        best = max(best, k)\n    return best\n"
    )
    numbers = [one.words["new"] for one in changes(source, "f") if one.key == "other_number"]
    assert 'float("-inf")' in numbers
