"""What is said of a wrong value: the smallest input, got beside expected, the mistake by name."""

import pytest

from gradatim.labs.check import check
from tests.labs.masks import solution_with


def test_wrong_answer_shows_smallest_input_both_values_and_the_mistake():
    answer = check("2", solution_with("return x[x >= 0]"))
    assert answer["status"] == "failed"
    assert "shape (2,)" in answer["sentence"]
    assert [value["name"] for value in answer["inputs"]] == ["x"]
    assert answer["got"]["shape"] == [2]
    assert answer["expected"]["shape"] == [1]
    assert answer["mistake"]["name"] == "zero_counted_positive"


def test_mistake_is_named_when_it_is_written_in_another_way():
    written = "return torch.stack([v for v in x.flatten() if not v < 0])"
    assert check("2", solution_with(written))["mistake"]["name"] == "zero_counted_positive"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("x[x > 0]", ["gives None", "`return`"]),
        ("return x[x > 0].tolist()", ["a list", "a tensor is expected"]),
        ("return x[x > 0].numpy()", ["a NumPy array", "a tensor is expected"]),
        ("return x[x > 0].long()", ["int64", "floating-point is expected"]),
        ("return x @ x[0, 0]", ["stops with"]),
        ("y = x[x > 0]\nx += 1\nreturn y", ["changes its argument `x`"]),
    ],
)
def test_every_kind_of_wrong_value_gets_its_sentence(body, words):
    answer = check("2", solution_with(body))
    assert answer["status"] == "failed"
    for word in words:
        assert word in answer["sentence"]
    assert "\n" not in answer["sentence"]
