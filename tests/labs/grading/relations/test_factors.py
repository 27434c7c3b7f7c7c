"""A factor between wrong and right numbers, and the size that it is."""

import pytest
import torch

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import Outcome, judge
from gradatim.labs.grading.relations.factors import factor_of_sizes, ratio_of
from gradatim.labs.grading.spec import Check

SHAPES = ((2, 3), (4, 3), (5, 3))
CASES = [(torch.arange(1.0, n * m + 1).reshape(n, m),) for n, m in SHAPES]
CHECK = Check(name="f", inputs=lambda g: CASES, expected=lambda x: x.mean(0))


def pairs(wrong):
    found = []
    for case in CASES:
        mine = wrong(*case)
        made = Outcome(mine)
        found.append((Trial(CHECK, case, made, judge(CHECK, made, case)), mine, case[0].mean(0)))
    return found


@pytest.mark.parametrize(
    ("wrong", "key", "words"),
    [
        (lambda x: x.sum(0), "times_size", "size of axis 0"),
        (
            lambda x: x.mean(0) / len(x) ** 0.5,
            "divided_by_size",
            "square root of the size of axis 0",
        ),
    ],
)
def test_a_factor_that_follows_a_size_is_named_by_it(wrong, key, words):
    ((found, sentences),) = factor_of_sizes(pairs(wrong))
    assert found == key
    assert words in sentences["en"]


def test_a_constant_factor_is_no_size():
    assert factor_of_sizes(pairs(lambda x: 7 * x.mean(0))) == []


def test_a_ratio_holds_for_all_numbers_or_for_none():
    trial, _, right = pairs(lambda x: x.mean(0))[0]
    assert ratio_of(trial, 3 * right, right) == pytest.approx(3)
    assert ratio_of(trial, right**2, right) is None
    assert ratio_of(trial, right, torch.zeros(3)) is None
