"""A value that is a reduction of an argument, and scores that were multiplied, are told."""

import pytest
import torch

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import Outcome, judge
from gradatim.labs.grading.relations.findings import relations
from gradatim.labs.grading.spec import Check

DRAW = torch.Generator().manual_seed(0)
CASES = [(torch.randn(n, m, 3, generator=DRAW),) for n, m in ((3, 2), (4, 5), (2, 6))]


def found(wrong, right) -> list[tuple[str, str]]:
    check = Check(name="f", inputs=lambda g: CASES, expected=right)
    made = [(case, Outcome(wrong(*case))) for case in CASES]
    trials = [Trial(check, case, outcome, judge(check, outcome, case)) for case, outcome in made]
    return [(key, text["en"]) for key, text in relations(trials)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: x.mean((0, 1)), "the mean of `x` along axes 0, 1"),
        (lambda x: x.amax(0), "the maximum of `x` along axis 0"),
        (lambda x: x.sum(2), "the sum of `x` along axis 2"),
    ],
)
def test_a_reduction_of_an_argument_is_told(wrong, words):
    assert any(words in text for _, text in found(wrong, lambda x: x.mean(1)))


def test_scores_that_were_multiplied_are_told():
    answers = dict(found(lambda x: (x * 0.5).softmax(-1), lambda x: x.softmax(-1)))
    assert "by 0.5" in answers["scores_multiplied"]


def test_other_distributions_are_no_multiplied_scores():
    answers = found(lambda x: x.abs() / x.abs().sum(-1, keepdim=True), lambda x: x.softmax(-1))
    assert "scores_multiplied" not in dict(answers)
