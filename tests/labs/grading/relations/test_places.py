"""Where numbers are wrong, and places given instead of numbers."""

import pytest
import torch

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import Outcome, judge
from gradatim.labs.grading.relations.places import (
    marked_otherwise,
    one_side,
    places_and_numbers,
    repeated_entry,
    reshaped,
    wrong_places,
)
from gradatim.labs.grading.spec import Check

X = torch.tensor([[0.0, -2.0, 3.0], [4.0, 0.0, -6.0], [7.0, 8.0, 9.0]])


def keys(relation, expected, wrong):
    check = Check(name="f", inputs=lambda g: [(X,)], expected=expected)
    mine, right = wrong(X), expected(X)
    outcome = Outcome(mine)
    trial = Trial(check, (X,), outcome, judge(check, outcome, (X,)))
    return {key for key, _ in relation(trial, mine, right)}


def edited(rows, columns, value):
    def wrong(x):
        made = 2 * x
        made[rows, columns] = value
        return made

    return wrong


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (edited(-1, slice(None), 0.5), "wrong_in_last_only"),
        (edited(0, slice(None), 0.5), "wrong_in_first_only"),
        (edited(slice(None, -1), slice(None), 0.5), "right_in_last_only"),
        (edited(slice(1, None), slice(None), 0.5), "right_in_first_only"),
        (edited(slice(None), 1, 0.5), "wrong_in_entry"),
        (lambda x: torch.where(x < 0, 1, 2 * x), "wrong_at_negatives"),
        (lambda x: torch.where(x == 0, 1, 2 * x), "wrong_at_zeros"),
    ],
)
def test_the_place_of_wrong_numbers_is_named(wrong, key):
    assert key in keys(wrong_places, lambda x: 2 * x, wrong)


def test_everything_wrong_has_no_place():
    assert keys(wrong_places, lambda x: 2 * x, lambda x: 2 * x + 1) == set()


def test_places_in_the_stead_of_numbers_and_the_reverse():
    def largest(x):
        return x.max(1).values

    def places(x):
        return x.argmax(1)

    assert keys(places_and_numbers, largest, places) == {"positions_returned"}
    assert keys(places_and_numbers, places, largest) == {"numbers_returned"}


def test_one_entry_in_the_place_of_all():
    def repeated(x):
        return x[:1].expand(3, 3)

    assert keys(repeated_entry, lambda x: x, repeated) == {"first_repeated"}
    assert keys(repeated_entry, lambda x: x, lambda x: x.flip(0)) == set()


def test_numbers_that_are_wrong_in_one_direction():
    assert keys(one_side, lambda x: x, lambda x: x + 5) == {"too_large"}
    assert keys(one_side, lambda x: x, lambda x: x - 5) == {"too_small"}
    assert keys(one_side, lambda x: x, lambda x: x + 0.05) == {"too_large", "nearly_right"}
    assert keys(one_side, lambda x: x, lambda x: 2 * x) == set()


def test_a_reshape_where_axes_must_be_moved_is_named():
    block = torch.arange(24.0).view(2, 3, 4)
    right = block.permute(1, 0, 2)
    assert [key for key, _ in reshaped(block.reshape(3, 2, 4), right, torch.equal)] == ["reshaped"]
    assert list(reshaped(right, right, torch.equal)) == []
    assert list(reshaped(right.flip(0), right, torch.equal)) == []


def test_other_marks_than_1_at_the_right_places_are_named():
    marks = torch.eye(3)
    assert [key for key, _ in marked_otherwise(5 * marks, marks)] == ["marked_otherwise"]
    assert list(marked_otherwise(marks.roll(1, 0), marks)) == []
    assert list(marked_otherwise(torch.full((3, 3), 2.0), torch.ones(3, 3))) == []
