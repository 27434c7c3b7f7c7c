"""What nobody stored has not the name of a mistake that only lies near it.

A stored mistake is taken out of the bank, and its own answer is then explained without it.
"""

import pytest

from gradatim.labs.exercise import Exercise, exercises, find
from gradatim.labs.grading.grader import grade

EXERCISES = exercises()


@pytest.mark.parametrize(
    ("number", "mistake", "false"),
    [
        ("2", "positions_returned", "mask_returned"),
        ("6", "averaged_before_squaring", "variance_of_difference"),
        ("5", "bias_forgotten_in_update", "truncated"),  # whole numbers: nothing was rounded
        ("7", "largest_score_only", "truncated"),
        ("38", "divided_by_own_maximum", "sign_added"),  # ~ of whole numbers
        ("39", "repeated_groups_lost", "other_number"),  # True and False of code never seen
        ("43", "values_clipped", "gradients_not_changed"),  # cut, not left alone
        ("20", "only_first_batch", "sign_missing"),
        ("21", "only_first_layer", "sign_added"),  # ~ of True
    ],
)
def test_another_mistake_is_not_named(number, mistake, false):
    exercise = Exercise(find(number, EXERCISES).path)
    path = next(one.path for one in exercise.mistakes if one.name == mistake)
    # A cached property is set like any attribute of the instance's dictionary.
    exercise.__dict__["mistakes"] = [one for one in exercise.mistakes if one.name != mistake]
    source = exercise.over_solution(path).encode()
    answer = grade(exercise, source, f"{exercise.module}.py", "en")
    assert answer["status"] == "failed"
    assert false not in str(answer.get("mistake"))
