"""One call of a learner's function: on copies of the inputs, judged with all that it did."""

import types

import pytest
import torch

from gradatim.labs.grading.outcomes import argument_names, call, inputs_of, judge
from gradatim.labs.grading.spec import Check


def module(code: str) -> types.ModuleType:
    made = types.ModuleType("learner")
    exec(f"import torch\n{code}", made.__dict__)
    return made


DOUBLE = Check(name="double", inputs=lambda g: [(torch.randn(3, generator=g),)],
               expected=lambda x: 2 * x)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("def double(x): return 2 * x", None),
        ("def double(x): return 3 * x", "values"),
        ("def double(x): return x.mul_(2)", "mutated"),
        ("def double(x): raise KeyError(1)", "raised"),
        ("def double(x): exit()", "raised"),
    ],
)
def test_what_a_function_did_is_judged(code, kind):
    case = inputs_of(DOUBLE)[0]
    before = case[0].clone()
    difference = judge(DOUBLE, call(DOUBLE, module(code), case), case)
    assert torch.equal(case[0], before), "the check's own input stays as it is"
    assert (difference and difference.kind) == kind


def test_a_number_that_is_changed_and_put_back_up_to_rounding_has_not_changed():
    code = "def double(x):\n    x += 0.1\n    x -= 0.2\n    x += 0.1\n    return 2 * x"
    case = inputs_of(DOUBLE)[0]
    assert judge(DOUBLE, call(DOUBLE, module(code), case), case) is None


def test_inputs_are_the_same_every_time():
    first, again = inputs_of(DOUBLE)[0][0], inputs_of(DOUBLE)[0][0]
    assert torch.equal(first, again)


def test_a_judge_that_cannot_read_the_value_says_so():
    def is_long(value, n):
        return None if len(value) == n else ("too short", "trop court")

    check = Check(name="f", inputs=lambda g: [(2,)], judge=is_long)
    kinds = [
        judge(check, call(check, module(f"def f(n): return {text}"), (2,)), (2,))
        for text in ("[1, 2]", "[1]", "None", "5")
    ]
    assert kinds[0] is None
    assert [found.kind for found in kinds[1:]] == ["judged", "none", "unreadable_value"]


def test_a_list_in_the_place_of_a_tuple_counts_where_the_check_says_so():
    for strict in (False, True):
        check = Check(name="f", inputs=lambda g: [(1,)], expected=lambda x: (x, x), tuples=strict)
        found = judge(check, call(check, module("def f(x): return [x, x]"), (1,)), (1,))
        assert (found is not None) is strict


def test_arguments_are_called_as_the_reference_calls_them():
    assert argument_names(DOUBLE, (torch.zeros(1),)) == ["x"]
    judged = Check(name="f", inputs=lambda g: [(1,)], judge=lambda value, n: None)
    assert argument_names(judged, (1,)) == ["n"]


def test_another_default_precision_is_undone_and_said():
    code = "def double(x):\n    torch.set_default_dtype(torch.float64)\n    return 2 * x"
    case = inputs_of(DOUBLE)[0]
    difference = judge(DOUBLE, call(DOUBLE, module(code), case), case)
    assert torch.get_default_dtype() == torch.float32
    assert difference is not None
    assert difference.kind == "other_precision"


def test_a_tensor_in_the_place_of_a_number_counts_where_the_check_says_so():
    for strict in (False, True):
        check = Check(
            name="f", inputs=lambda g: [(1,)], expected=lambda x: {"a": 1}, python_numbers=strict
        )
        found = judge(check, call(check, module("def f(x): return {'a': torch.tensor(x)}"), (1,)),
                      (1,))  # fmt: skip
        assert (found is not None) is strict


@pytest.mark.parametrize("value", ["torch.tensor([0.5, float('nan')])", "[0.5, float('nan')]"])
def test_a_nan_does_not_pass_a_judge(value):
    below = lambda value, n: ("too large", "trop grand") if max(value) > 1 else None  # noqa: E731
    check = Check(name="f", inputs=lambda g: [(2,)], judge=below)
    outcome = call(check, module(f"import torch\ndef f(n): return {value}"), (2,))
    found = judge(check, outcome, (2,))
    assert found is not None
    assert found.kind == "nan"
