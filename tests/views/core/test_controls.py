"""Controls of a view: every value is checked, and travels in an address and back."""

import math

import pytest

from gradatim.errors import UserError
from gradatim.views.core.controls import (
    Choice,
    Flag,
    Number,
    Numbers,
    Text,
    describe,
    exactly,
    in_address,
)

CONTROLS = {
    Number(0.1, 0.0, 1.0): 0.25,
    Number(3, 1, 9, integer=True): 7,
    Choice("a", ("a", "b")): "b",
    Flag(False): True,
    Text("", max_length=5): "é & ",
    Numbers((1.0,)): (0.5, -2.0, 0.125),
}


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: type(control).__name__)
def test_a_value_comes_back_from_an_address(control):
    value = CONTROLS[control]
    assert control.check("x", in_address(control, value)) == value
    assert describe(control)["kind"] == type(control).__name__.lower()


@pytest.mark.parametrize(
    ("control", "value", "words"),
    [
        (Number(0.1, 0.0, 1.0), 2, "x is 2; it must lie between 0 and 1"),
        (Number(0.1, 0.0, 1.0), math.nan, "finite"),
        (Number(0.1, 0.0, 1.0), True, "must be a number"),
        (Number(0.1, 0.0, 1.0), 10**400, "too large"),
        (Choice("relu", ("relu", "tanh")), "rely", "did you mean 'relu'"),
        (Choice("relu", ("relu",)), [], "x is"),
        (Flag(True), "perhaps", "true or false"),
        (Text("", max_length=3), "four", "has 4 characters; at most 3"),
        (Text(""), 4, "must be a text"),
        (Numbers(max_length=2), [1, 2, 3], "has 3 numbers; at most 2"),
        (Numbers(bound=10), [11], "between -10 and 10"),
        (Numbers(), {"a": 1}, "must be a list"),
    ],
)
def test_what_does_not_fit_is_one_sentence(control, value, words):
    with pytest.raises(UserError, match=words):
        control.check("x", value)


def test_an_action_takes_exactly_its_numbers():
    assert exactly("move", "1,2.5", 2) == (1, 2.5)
    with pytest.raises(UserError, match="move needs 2 numbers; 1 are given"):
        exactly("move", [1], 2)
