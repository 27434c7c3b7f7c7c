"""A stored mistake is one of two only where it is seen by itself, or up to a factor."""

import types

import pytest
import torch

from gradatim.labs.grading.changes.changed_code import runner
from gradatim.labs.grading.changes.separate import is_nearer, is_separate
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.spec import Check

CHECK = Check(
    name="spread",
    inputs=lambda g: [(torch.randn(n, generator=g),) for n in (3, 4, 5)],
    expected=lambda x: (x.mean(), x.var()),
)
BIASED = "(x.mean(), x.var(correction=0))"


def _module(value: str) -> types.ModuleType:
    module = types.ModuleType("learner")
    exec(f"def spread(x):\n    return {value}", module.__dict__)
    return module


def _trials(value: str) -> list[Trial]:
    module = _module(value)
    outcomes = [(case, call(CHECK, module, case)) for case in inputs_of(CHECK)]
    return [Trial(CHECK, case, outcome, judge(CHECK, outcome, case)) for case, outcome in outcomes]


@pytest.mark.parametrize(
    ("learner", "mistake", "separate"),
    [
        ("(x.sum(), x.var(correction=0))", BIASED, True),  # the second part shows it alone
        ("(-3 * x.mean(), -3 * x.var())", "(2 * x.mean(), 2 * x.var())", True),  # a factor apart
        ("(x.mean(), x.std())", BIASED, False),
        ("(x.mean(), x.var() * 0)", BIASED, False),
    ],
)
def test_one_of_two_mistakes_is_seen_by_itself(learner, mistake, separate):
    assert is_separate(_trials(learner), runner(_module(mistake))) == separate


@pytest.mark.parametrize(
    ("learner", "mistake", "nearer"),
    [
        ("(x.mean(), 4 * x.var(correction=0))", BIASED, True),
        (BIASED, "(x.mean(), 4 * x.var(correction=0))", False),
    ],
)
def test_a_step_away_leads_nearer_or_further(learner, mistake, nearer):
    assert is_nearer(_trials(learner), runner(_module(mistake))) == nearer
