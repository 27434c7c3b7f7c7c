"""How lists of names relate to the right ones."""

import pytest

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import Outcome, judge
from gradatim.labs.grading.relations.names import names
from gradatim.labs.grading.spec import Check

RIGHT = ["head.weight", "head.bias"]
CHECK = Check(name="f", inputs=lambda g: [(1,)], expected=lambda x: {"names": RIGHT})


@pytest.mark.parametrize(
    ("mine", "found"),
    [
        (["weight", "bias"], [("prefix_missing", {"prefix": "head."})]),
        (["model.head.weight", "model.head.bias"], [("prefix_added", {"prefix": "model."})]),
        (["head.bias", "head.weight"], [("names_in_other_order", {})]),
        (["head.weight"], [("names_missing", {})]),
        (["head.weight", "head.bias", "body.bias"], [("names_too_many", {})]),
        (["head.weight", "head.bias", "head.bias"], [("names_repeated", {})]),
        (["up", "down"], []),
    ],
)
def test_a_list_of_names_is_compared_as_a_whole(mine, found):
    outcome = Outcome({"names": mine})
    trial = Trial(CHECK, (1,), outcome, judge(CHECK, outcome, (1,)))
    assert names([trial]) == found


def test_names_with_commas_between_them_are_a_list():
    check = Check(name="f", inputs=lambda g: [(1,)], expected=lambda x: {"names": "a.b, a.c"})
    outcome = Outcome({"names": "a.b, a.c, a.d"})
    trial = Trial(check, (1,), outcome, judge(check, outcome, (1,)))
    assert names([trial]) == [("names_too_many", {})]
