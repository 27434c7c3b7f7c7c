"""The sentences about the expression at which an answer goes wrong."""

import math

import pytest
import torch

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import Outcome
from gradatim.labs.grading.relations.cause import Cause, numbers_in, same, told
from gradatim.labs.grading.spec import Check
from gradatim.labs.grading.values import Difference

CHECK = Check(name="f", inputs=lambda g: [], expected=lambda x: x)


def sentence(mine, right, **more) -> tuple[str, str]:
    cause = Cause(
        **{"code": "x.sum()", "line": 3, "run": 1, "inner": [], "is_made_before": False, **more},
        mine=mine,
        right=right,
    )
    trial = Trial(CHECK, (torch.ones(2),), Outcome(mine), Difference("values"))
    _, text = told(cause, trial)
    return text["en"], text["fr"]


@pytest.mark.parametrize(
    ("mine", "right", "english"),
    [
        (4, 3, "`x.sum()` gives 4; with 3, as in a right solution, all that follows comes out"),
        (torch.zeros(3, 1), torch.ones(3), "has the shape (3, 1); with the shape (3,) and"),
        (torch.zeros(9), torch.arange(9.0), "With the numbers that a right solution has in the"),
        (torch.full((9,), math.nan), torch.ones(9), "`x.sum()` gives nan; with the numbers of"),
        (torch.tensor([-0.0]), torch.tensor([0.5]), "gives [0]; with [0.5]"),
    ],
)
def test_what_is_short_is_quoted(mine, right, english):
    told_in_english, french = sentence(mine, right)
    assert told_in_english.startswith("Line 3: here it goes wrong.")
    assert english in told_in_english
    assert french.startswith("Ligne 3 : c'est ici que cela devient faux.")


def test_the_run_of_a_loop_and_what_was_made_before_are_told():
    english, french = sentence(4, 3, run=2, is_made_before=True)
    assert english.startswith("In line 3 (run 2) something is wrong already.")
    assert french.startswith("À la ligne 3 (passage 2), quelque chose est déjà faux.")


def test_an_overflow_is_told():
    inner = [torch.tensor([math.inf, 1.0])]
    english, french = sentence(torch.tensor([math.nan, 1.0]), torch.ones(2), inner=inner)
    assert english.endswith("exp of a number above 88 is inf.")
    assert french.endswith("vaut inf.")


def test_a_function_that_is_missing_and_one_too_many_are_told():
    x = torch.tensor([-1.0, 2.0, -3.0])
    assert sentence(x, x.relu())[0].endswith("A ReLU of it is missing.")
    assert "ReLU too many" in sentence(x.relu(), x)[0]


def test_numbers_are_the_same_within_rounding_and_in_one_shape():
    assert same(1.0, torch.tensor(1.0 + 1e-6))
    assert not same(torch.ones(2), torch.ones(2, 1))
    assert numbers_in(torch.tensor([True, False])).tolist() == [1.0, 0.0]
    assert numbers_in("word") is None
