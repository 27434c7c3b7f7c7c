"""What an author writes in check.py: one reference or one judge, inputs that print short."""

import pytest
import torch

from gradatim.labs.grading.spec import Check, amount, repeats, tenths, whole

DRAW = torch.Generator().manual_seed(0)


def test_a_check_has_a_reference_or_a_judge_and_never_both():
    Check(name="f", inputs=lambda g: [], expected=lambda: 1)
    for judges in ({}, {"expected": lambda: 1, "judge": lambda value: None}):
        with pytest.raises(ValueError, match="needs either `expected` or `judge`"):
            Check(name="f", inputs=lambda g: [], **judges)


def test_inputs_print_short_and_reach_both_ends():
    numbers = whole(DRAW, 400, low=-2, high=3)
    assert sorted(set(numbers.tolist())) == [-2, -1, 0, 1, 2, 3]
    tens = 10 * tenths(DRAW, 400)
    assert (tens - tens.round()).abs().max() < 1e-5
    assert tens.abs().max() <= 20


@pytest.mark.parametrize(
    ("fraction", "words"),
    [(0, "none"), (0.02, "nearly none"), (0.3, "some"), (0.6, "most"), (0.99, "nearly all")],
)
def test_a_fraction_becomes_a_word(fraction, words):
    assert amount(fraction)[0] == words
    assert amount(1) == ("all", "tous")
    assert amount(1, feminine=True) == ("all", "toutes")


def test_independent_numbers_do_not_repeat_and_a_copied_half_does():
    drawn = torch.rand(50, 80, generator=torch.Generator().manual_seed(1)) < 0.2
    assert repeats(drawn) < 0.1
    copied = drawn.flatten()
    copied[2000:] = copied[:2000]
    assert repeats(copied) == pytest.approx(0.5, abs=0.1)
