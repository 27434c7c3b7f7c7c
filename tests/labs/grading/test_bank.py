"""Stored mistakes that can show where a function is checked, alone and two at once."""

import pytest
import torch

from gradatim.labs.exercise import exercises, find
from gradatim.labs.grading.bank import pairs, stored_mistakes
from gradatim.labs.grading.grader import load_checks

MASKS = find("02-masks", exercises())
CHECKS = {check.name: check for check in load_checks(MASKS)}


@pytest.mark.parametrize("name", CHECKS)
def test_only_mistakes_in_what_a_function_uses_are_tried(name):
    found = list(stored_mistakes(MASKS, name))
    assert found
    for mistake in found:
        assert f"def {name}" in next(
            one.path for one in MASKS.mistakes if one.name == mistake.name
        ).read_text("utf-8")
        assert set(mistake.text) == {"en", "fr"}


def test_a_mistake_runs_and_what_it_gave_is_remembered():
    [mistake] = [m for m in stored_mistakes(MASKS, "positives") if m.name.startswith("zero")]
    case = (torch.tensor([0.0, 1.0]),)
    outcome = mistake.run(CHECKS["positives"], case)
    assert outcome.value.tolist() == [0, 1]
    assert mistake.run(CHECKS["positives"], case) is outcome


def test_the_mistakes_of_one_exercise_are_read_once():
    assert stored_mistakes(MASKS, "positives") is stored_mistakes(MASKS, "positives")


def test_two_mistakes_of_different_functions_are_joined():
    every = [mistake for name in CHECKS for mistake in stored_mistakes(MASKS, name)]
    one = next(m for m in every if m.name == "zero_counted_positive")
    joined = [(a.name, b.name, run) for a, b, run in pairs(MASKS, every) if one in (a, b)]
    assert joined
    case = (torch.tensor([0.0, 1.0]),)
    assert any(run(CHECKS["positives"], case).value.tolist() == [0, 1] for _, _, run in joined)
