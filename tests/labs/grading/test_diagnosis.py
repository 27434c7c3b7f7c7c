"""The checker names mistakes that nobody stored, and says nothing without evidence."""

import pytest

from gradatim.labs.check import check
from gradatim.labs.exercise import exercises, find


def over_solution(number: str, code: str, language: str = "en") -> dict:
    """The answer for a solution with one function written anew."""
    solution = find(number, exercises()).solution
    return check(number, f"{solution}\n\nimport torch\n{code}\n", language)


@pytest.mark.parametrize(
    ("number", "code", "name"),
    [
        # written otherwise than the stored mistake
        (
            "4",
            "def softmax(z):\n    e = z.exp()\n    return e / e.sum(1, keepdim=True)",
            "overflow",
        ),
        # stops where the stored mistake returns, on one input
        (
            "2",
            "def pick(s, l):\n    return s[:, l] if len(l) > 1 else s[0, 1.5]",
            "every_column_of_every_row",
        ),
        # two mistakes in the two parts of one answer
        (
            "12",
            "def linear_backward(dy, x, W):\n    return dy @ W, x.T @ dy, dy.mean(0)",
            "weight_gradient_transposed",
        ),
    ],
)
def test_stored_mistake_is_recognised_though_written_otherwise(number, code, name):
    answer = over_solution(number, code)
    assert name in answer["mistake"]["name"]


def test_two_stored_mistakes_at_once_are_both_named():
    code = "def linear_backward(dy, x, W):\n    return dy @ W, x.T @ dy, dy.mean(0)"
    answer = over_solution("12", code)
    assert answer["mistake"]["name"] == "weight_gradient_transposed bias_averaged"


@pytest.mark.parametrize(
    ("number", "code", "name"),
    [
        ("2", "def positives(x):\n    return x[x > 0] * 3", "factor"),
        ("3", "def scale_rows(x, s):\n    return -x * s[:, None]", "negated"),
        ("23", "def merge_heads(x):\n    return x.transpose(1, 2).flatten(2).flip(1)", "flipped"),
        ("11", "def relu(x):\n    x[x < 0] = 0\n    return x", "input_overwritten"),
    ],
)
def test_general_relation_is_stated_without_any_stored_mistake(number, code, name):
    answer = over_solution(number, code)
    assert name in answer["mistake"]["name"].split()


def test_small_change_to_the_solution_is_stated():
    code = "def accuracy(z, labels):\n    return (z.argmin(1) == labels).float().mean().item()"
    assert "`argmin`" in over_solution("4", code)["mistake"]["text"]
    assert "à la place" in over_solution("4", code, "fr")["mistake"]["text"]


def test_nothing_is_named_without_evidence():
    code = "def accuracy(z, labels):\n    return 0.123"
    assert "mistake" not in over_solution("4", code)


def test_one_number_is_no_evidence_for_a_factor():
    code = "def central_difference(f, w, h):\n    return w * 0 + 7.7 if len(w) < 2 else w / w[5]"
    assert "mistake" not in over_solution("8", code)
