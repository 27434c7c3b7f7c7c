"""Each relation is stated where it holds on every failing input, and nowhere else."""

import pytest
import torch

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import Outcome, judge
from gradatim.labs.grading.relations.findings import relations
from gradatim.labs.grading.spec import Check

DRAW = torch.Generator().manual_seed(0)
CASES = [(torch.randn(n, m, generator=DRAW),) for n, m in ((3, 2), (4, 5), (2, 6))]
CHECK = Check(name="f", inputs=lambda g: CASES, expected=lambda x: x.softmax(1))


def keys(wrong) -> list[str]:
    trials = []
    for case in CASES:
        made = Outcome(wrong(*case))
        trials.append(Trial(CHECK, case, made, judge(CHECK, made, case)))
    return [key for key, _ in relations([t for t in trials if t.difference is not None])]


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (lambda x: -x.softmax(1), "negated"),
        (lambda x: 2 * x.softmax(1), "factor"),
        (lambda x: x.softmax(1) + 1, "constant_added"),
        (lambda x: x.softmax(1).log(), "log_taken"),
        (lambda x: x.softmax(1).T, "axes_permuted"),
        (lambda x: x.softmax(1)[:-1], "last_missing"),
        (lambda x: x.softmax(1).sum(0), "summed_too_much"),
        (lambda x: x.softmax(1).flip(0), "flipped"),
        (lambda x: torch.zeros_like(x), "all_zero"),
        (lambda x: x, "argument_returned"),
    ],
)
def test_a_relation_is_found(wrong, key):
    assert key in keys(wrong)


def test_what_has_no_relation_gets_no_name():
    draw = torch.Generator().manual_seed(1)
    assert keys(lambda x: torch.randn(x.shape, generator=draw)) == []


def test_one_wrong_number_is_no_shift():
    check = Check(name="f", inputs=lambda g: [], expected=lambda x: (x > 0).float())
    x, made = torch.tensor([-1.0, 0.0, 2.0]), Outcome(torch.tensor([0.0, 1.0, 1.0]))
    found = relations([Trial(check, (x,), made, judge(check, made, (x,)))])
    assert "shifted" not in [key for key, _ in found]


def test_parts_of_different_numbers_of_axes_are_compared():
    right = torch.arange(12.0).view(3, 4)
    check = Check(name="f", inputs=lambda g: [(1,)], expected=lambda x: (right, torch.tensor(5.0)))
    made = Outcome((right.roll(1, 1), torch.tensor(6.0)))
    assert relations([Trial(check, (1,), made, judge(check, made, (1,)))]) == []
