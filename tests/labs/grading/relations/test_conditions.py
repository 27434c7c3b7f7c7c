"""On which inputs an answer is wrong is told from what all of them share and no right one has."""

import torch

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import Outcome, judge
from gradatim.labs.grading.relations.conditions import conditions
from gradatim.labs.grading.spec import Check

SHAPES = ((1, 2), (2, 2), (3, 2), (1, 4))
CASES = [(torch.arange(1.0, n * m + 1).view(n, m),) for n, m in SHAPES]


def told(wrong, cases=CASES, right=lambda x: x.sum(1), task="") -> list[str]:
    check = Check(name="f", inputs=lambda g: cases, expected=right)
    made = [(case, Outcome(wrong(*case))) for case in cases]
    trials = [Trial(check, case, outcome, judge(check, outcome, case)) for case, outcome in made]
    return [text["en"] for _, text in conditions(trials, task)]


def test_what_is_right_for_one_row_only_is_told():
    (text,) = told(lambda x: x[:1].sum(1).expand(len(x)))
    assert "`x` has more than one entry along axis 0" in text


def test_what_is_wrong_for_large_axes_only_is_told():
    (text,) = told(lambda x: x[:2].sum(1))
    assert text.endswith("where `x` has more than two entries along axis 0.")


def test_two_numbers_are_compared():
    cases = [(5, 2), (2, 5), (3, 4), (4, 3), (7, 1)]
    (text,) = told(lambda n, k: n - k, cases, lambda n, k: abs(n - k))
    assert "`n` < `k`" in text


def test_nothing_is_told_without_right_inputs():
    assert told(lambda x: x.sum(1) + 1) == []


def test_odd_numbers_are_told_only_where_the_task_speaks_of_them():
    cases = [(torch.ones(2, n),) for n in (2, 4, 6, 8, 3, 5, 7)]
    assert told(lambda x: x.sum(1) + x.shape[1] % 2, cases) == []
    (text,) = told(lambda x: x.sum(1) + x.shape[1] % 2, cases, task="A size can be odd.")
    assert "`x` has an odd number of columns" in text


def test_a_rate_is_compared_with_no_truth_value_nor_anything_with_a_seed():
    cases = [(0.1, True), (0.2, True), (3.0, False), (4.0, False), (5.0, False)]
    found = told(lambda a, b: a * (1 + b), cases, lambda a, b: a)
    assert found
    assert "`a` < `b`" not in found[0]
