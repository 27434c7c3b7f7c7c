"""Functions of a learner's file are called one after another, and errors are worded."""

import pytest
import torch

from gradatim.labs.sandbox.function_calls import ModuleCall, run_calls
from gradatim.labs.sandbox.wire import pack, unpack

SOURCE = b"def double(x):\n    return 2 * x\n\ndef later(x):\n    raise NotImplementedError\n"


def called(source: bytes, *calls):
    packed = [[name, pack(arguments)] for name, arguments in calls]
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


MODULE = b"""
from torch import nn

class Twice(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.inner = nn.Linear(width, width, bias=False)

    def forward(self, x):
        return 2 * self.inner(x) if x.sum() > 0 else x
"""


def test_a_module_gets_weights_and_gives_its_parts():
    weights = {"inner.weight": 3 * torch.eye(2)}
    call = ModuleCall("Twice", [2], weights, [torch.ones(2)], ["inner"])
    answer = run_calls(MODULE, "mine.py", [[call[0], *map(pack, call[1:])]], "en")
    given = unpack(answer["values"][0])
    assert {key: value.tolist() for key, value in given.items()} == {
        "inner": [3, 3],
        "output": [6, 6],
    }
    call = call._replace(inputs=[-torch.ones(2)])
    answer = run_calls(MODULE, "mine.py", [[call[0], *map(pack, call[1:])]], "en")
    assert answer == {"status": "failed", "sentence": "`Twice` never calls its `inner`."}
