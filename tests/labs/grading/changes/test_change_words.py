"""The sentence of a change to a solution, in both languages."""

from gradatim.labs.grading.changes.change_words import CHANGES, sentences


def test_a_change_is_told_with_the_code_that_it_touches():
    found = sentences("other_name", {"old": "x", "new": "y"}, "x y")
    assert found is not None
    assert "`y` in the place of `x`" in found["en"]
    assert "`y` à la place de `x`" in found["fr"]


def test_what_the_learner_does_not_know_is_not_named():
    """A name of the solution that stands nowhere in task or file would tell the learner nothing."""
    assert sentences("other_name", {"old": "secret", "new": "hidden"}, "x y") is None
    assert all(len(pair) == 2 for pair in CHANGES.values())
