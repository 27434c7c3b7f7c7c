"""One failure in words: the simplest input, the value beside the expected one."""

import types

import pytest
import torch

from gradatim.labs.grading.explanation import explain, readable, simplify
from gradatim.labs.grading.outcomes import call, judge
from gradatim.labs.grading.spec import Check

CHECK = Check(
    name="mean",
    inputs=lambda g: [],
    expected=lambda x: {"mean": x.mean()},
    french={"mean": "moyenne"},
)


def failing(body: str, case: tuple):
    learner = types.ModuleType("learner")
    exec(f"import torch\ndef mean(x): {body}", learner.__dict__)
    outcome = call(CHECK, learner, case)
    difference = judge(CHECK, outcome, case)
    assert difference is not None
    return learner, outcome, difference


def test_the_value_stands_beside_the_expected_one():
    case = (torch.tensor([1.0, 3.0]),)
    _, outcome, difference = failing("return {'mean': x.sum()}", case)
    answer = explain(CHECK, case, outcome, difference, "mean.py", "en")
    assert "4" in answer["sentence"]
    assert "2" in answer["sentence"]
    assert [given["name"] for given in answer["inputs"]] == ["x"]


def test_numbers_become_ones_where_these_fail_in_the_same_way():
    case = (torch.tensor([0.7, -1.3, 2.2]),)
    learner, outcome, difference = failing("return {'mean': x.sum()}", case)
    (simpler,), _, _ = simplify(CHECK, learner, case, outcome, difference)
    assert simpler.tolist() == [1, 1, 1]


def test_numbers_stay_where_ones_would_be_right():
    case = (torch.tensor([1.0, 4.0]),)
    learner, outcome, difference = failing("return {'mean': x[0]}", case)
    (same,), _, _ = simplify(CHECK, learner, case, outcome, difference)
    assert same.tolist() == [1, 4]


@pytest.mark.parametrize(
    ("path", "english", "french"),
    [("['mean'][0]", "mean[0]", "moyenne[0]"), ("", "", "")],
)
def test_a_path_reads_without_the_brackets_of_a_name(path, english, french):
    assert readable(path, CHECK, "en") == english
    assert readable(path, CHECK, "fr") == french


def test_numbers_among_which_chance_decides_are_no_example():
    first = Check(name="first", inputs=lambda g: [], expected=lambda x: int(x.argmax()))
    learner = types.ModuleType("learner")
    exec("def first(x): return len(x) - 1 - int(x.argmax())", learner.__dict__)
    case = (torch.tensor([0.7, 1.3, 9.2]),)
    outcome = call(first, learner, case)
    difference = judge(first, outcome, case)
    assert difference is not None
    (shown,), _, _ = simplify(first, learner, case, outcome, difference)
    assert shown[2] > shown[:2].max()  # among ones, any could be the largest
