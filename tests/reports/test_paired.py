"""Two classifiers on the same test examples: who is better, and whether that is luck."""

import numpy as np

from gradatim.reports.paired import sentence


def test_the_better_one_is_named_whichever_comes_first():
    right = np.arange(200) < 180
    wrong = np.arange(200) < 140
    for found in (sentence("a", right, "b", wrong), sentence("b", wrong, "a", right)):
        assert found.startswith("a is right on 20.00 points more than b of the same 200 ")
        assert found.endswith("more than chance.")


def test_a_difference_of_few_examples_may_be_chance():
    one, other = np.arange(100) < 90, np.arange(100) < 88
    found = sentence("a", one, "b", other)
    assert "p = 0.5)" in found  # two examples of one side: 2 x 1 / 4
    assert found.endswith("which may be chance.")


def test_equally_many_right_answers_have_no_winner():
    one, other = np.arange(100) < 90, np.arange(100) >= 10
    assert sentence("a", one, "b", other) == (
        "a and b are right on as many of the same 100 test examples."
    )
