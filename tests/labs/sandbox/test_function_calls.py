"""Functions of a learner's file are called one after another, and errors are worded."""

import pytest
import torch

from gradatim.labs.sandbox.function_calls import run_calls
from gradatim.labs.sandbox.wire import pack, unpack

SOURCE = b"def double(x):\n    return 2 * x\n\ndef later(x):\n    raise NotImplementedError\n"


def called(source: bytes, *calls):
    packed = [[name, [pack(value) for value in arguments]] for name, arguments in calls]
    return run_calls(source, "mine.py", packed, "en")


def test_values_come_back_in_the_order_of_the_calls():
    answer = called(SOURCE, ("double", [torch.ones(2)]), ("double", [3]))
    assert answer["status"] == "returned"
    first, second = map(unpack, answer["values"])
    assert first.tolist() == [2, 2]
    assert second == 6


@pytest.mark.parametrize(
    ("source", "name", "status", "words"),
    [
        (SOURCE, "later", "unsolved", "later"),
        (SOURCE, "triple", "failed", "triple"),
        (b"def double(x: return", "double", "failed", "line 1"),
        (b"def double(x): return x.missing", "double", "failed", "AttributeError"),
        (b"1 / 0", "double", "failed", "ZeroDivisionError"),
    ],
)
def test_what_goes_wrong_is_one_sentence(source, name, status, words):
    answer = called(source, (name, [torch.ones(1)]))
    assert answer["status"] == status
    assert words in answer["sentence"]
