"""Ways around the rules are refused; right answers in other styles are not."""

import pytest

from gradatim.labs.exercise import exercises
from gradatim.labs.sandbox.refusals import refusal
from tests.labs.sandbox.attacks import WORDS


@pytest.mark.parametrize("source", WORDS)
def test_ways_around_the_rules_are_refused(source):
    assert refusal(source, "en") is not None


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_no_rule_refuses_a_right_answer_in_another_style(exercise):
    for path in exercise.alternatives:
        assert refusal(exercise.over_solution(path), "en") is None, path
