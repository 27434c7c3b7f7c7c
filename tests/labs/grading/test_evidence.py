"""What speaks for an explanation, what against it, and what says nothing."""

import types

import pytest
import torch

from gradatim.labs.grading.evidence import Trial, agree, parts_of, same_error, same_sentence
from gradatim.labs.grading.outcomes import Outcome, call, judge
from gradatim.labs.grading.spec import Check

CASE = (torch.tensor([1.0, 2.0, 3.0]),)
CHECK = Check(
    name="f", inputs=lambda g: [CASE], expected=lambda x: {"sum": x.sum(), "twice": 2 * x}
)


def outcome(code: str) -> Outcome:
    learner = types.ModuleType("learner")
    exec(f"import torch\ndef f(x): {code}", learner.__dict__)
    return call(CHECK, learner, CASE)


def agreement(mine: str, theirs: str):
    own = outcome(mine)
    return agree(0, Trial(CHECK, CASE, own, judge(CHECK, own, CASE)), outcome(theirs))


MEAN = "return {'sum': x.mean(), 'twice': 2 * x}"
BOTH = "return {'sum': x.mean(), 'twice': 3 * x}"
RIGHT = "return {'sum': x.sum(), 'twice': 2 * x}"


def test_the_same_wrong_part_speaks_for_an_explanation():
    found = agreement(MEAN, "return {'sum': x.sum() / len(x), 'twice': x + x}")
    assert [path for _, path in found.explained] == ["['sum']"]
    assert found.by_values
    assert not found.unexplained
    assert found.against == 0


def test_a_part_that_stays_wrong_is_unexplained_and_another_one_speaks_against():
    assert [path for _, path in agreement(BOTH, MEAN).unexplained] == ["['twice']"]
    assert agreement(MEAN, BOTH).against == 1
    assert agreement(RIGHT, MEAN).against == 1


def test_where_one_stops_and_the_other_returns_nothing_is_said():
    found = agreement("raise ValueError(1)", MEAN)
    assert not found.explained
    assert found.against == 0
    assert agreement("raise ValueError(1)", "raise ValueError(1)").explained


def test_two_missing_keys_are_two_errors():
    assert agreement("return {}['a']", "return {}['a']").explained
    assert not agreement("return {}['a']", "return {}['b']").explained


def test_parts_are_named_by_their_path():
    parts = parts_of({"a": (torch.zeros(2), [1, 2]), "b": None})
    assert list(parts) == ["['a'][0]", "['a'][1]", "['b']"]
    assert parts["['a'][1]"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("theirs", "mine", "alike"),
    [(3.0, 3.0, True), (3.001, 3.0, True), (4.0, 3.0, False), (1.0, float("nan"), False)],
)
def test_two_errors_are_the_same_within_a_small_part_of_the_error(theirs, mine, alike):
    assert same_error(CHECK, theirs, mine, 1.0) is alike


def test_sentences_of_a_judge_may_differ_in_numbers_drawn_at_random():
    assert same_sentence("48 % are masked, 15 % expected", "50 % are masked, 15 % expected")
    assert not same_sentence("48 % are masked", "15 % are masked")
    assert not same_sentence("48 % are masked", "48 % are random")


def test_what_never_happens_is_not_taken_for_what_is_rare():
    assert not same_sentence("80% are masked, 0% random", "80% are masked, 2% random")


def test_whole_numbers_are_equal_or_not():
    assert not same_error(CHECK, 0, -1, -100)
    assert same_error(CHECK, 0.0, -0.1, -100.0)


def test_a_small_number_is_not_another_small_number():
    assert not same_error(CHECK, 0.0, 0.001, 0.1)  # unchanged, or changed by too small a rate


def test_what_overwrites_its_input_does_not_explain_code_that_leaves_it_alone():
    spoils = "x.mul_(2); return {'sum': x.mean() / 2, 'twice': x}"
    assert agreement(MEAN, spoils).against == 1
    assert agreement(spoils, spoils).against == 0


def test_a_value_that_holds_itself_has_an_end():
    loop: dict = {}
    loop["again"] = loop
    assert len(parts_of(loop)) == 1


def test_keys_that_another_type_lacks_are_no_evidence():
    check = Check(name="f", inputs=lambda g: [(1,)], expected=lambda x: {"a": {"b": 1, "c": 2}})
    outcome = Outcome({"a": 7})
    trial = Trial(check, (1,), outcome, judge(check, outcome, (1,)))
    told = agree(0, trial, Outcome({"a": {"b": 1}}))  # it lacks a key, too
    assert not told.explained
    assert agree(0, trial, Outcome({"a": 7})).explained
