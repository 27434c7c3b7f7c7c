"""What is said of a wrong value: the smallest input, got beside expected, the mistake by name."""

import pytest

from gradatim.labs.check import check
from gradatim.labs.exercise import exercises, find
from gradatim.labs.grading.grader import grade
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


ODD = """
import fractions, numpy
class Odd:
    def _(self, *a, **k): raise ValueError
    __repr__ = __str__ = __eq__ = __float__ = __abs__ = __len__ = __iter__ = __getitem__ = _
    __class__ = property(_)
class OddInt(Odd, int): pass
class OddList(Odd, list): pass
class OddError(Odd, Exception): pass
class OddTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, *a, **k): raise ValueError
def fail(): raise OddError
"""
ODD_VALUES = (
    "10**5000", "[10**400] * 3", "fractions.Fraction(10**400, 3)", "2**64", "'x' * 10**6",
    "numpy.array([10**400])", "numpy.array(['a'])", "numpy.zeros(3, dtype=[('a', 'i4')])",
    "Odd()", "OddInt(3)", "OddList([1])", "{1: Odd(), 'a': 3}", "fail()", "torch, torch.float32",
    "torch.zeros(3, 2).as_subclass(OddTensor)", "torch.zeros(2, 2).to_sparse()",
    "torch.zeros(3, device='meta')", "torch.quantize_per_tensor(torch.zeros(2), 1, 0, torch.qint8)",
    "torch.nested.nested_tensor([torch.zeros(1), torch.zeros(2)])", "(i for i in range(3))",
)  # fmt: skip


@pytest.mark.parametrize("value", ODD_VALUES)
def test_whatever_a_function_returns_gets_a_sentence(value):
    for number in ("02", "06"):
        exercise = find(number, exercises())
        source = exercise.starter.replace("raise NotImplementedError", f"return {value}")
        answer = grade(exercise, (source + ODD).encode(), "mine.py", "en")
        assert answer["status"] == "failed"
        assert answer["sentence"]


def test_a_forgotten_super_init_gets_its_sentence():
    exercise = find("10", exercises())
    source = exercise.solution.replace("        super().__init__()\n", "")
    assert source != exercise.solution
    assert grade(exercise, source.encode(), "mine.py", "en")["status"] == "failed"


def test_an_error_of_torch_is_not_taken_for_an_unsolved_exercise():
    exercise = find("06", exercises())
    source = exercise.solution + "\n\ndef squared_error(p, t):\n    return ((p - t) ^ 2).mean()\n"
    answer = grade(exercise, source.encode(), "x.py", "en")
    assert answer["status"] == "failed"
    assert answer["mistake"]["name"] == "bits_of_floats"
