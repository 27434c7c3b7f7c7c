"""A program followed line by line: what each line made, in which order, and its gradients."""

import pytest
import torch

from gradatim.insight.tracing.tracer import TooManyStepsError, Tracer, statement_lines

PROGRAM = """import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1, bias=False)
        nn.init.constant_(self.layer.weight, 3.0)

    def forward(self, x):
        h = self.layer(x)
        return (
            h * 2
        )


x = torch.tensor([[1.0, 4.0]])
y = Net()(x)
y.sum().backward()
"""


def followed(text, limit=3000):
    tracer = Tracer({"program": text}.get, limit)
    with tracer.following():
        exec(compile(text, "program", "exec"), {"__name__": "program"})
    return tracer


def numbers(told):
    return torch.tensor(told["rows"])


def test_lines_calls_layers_and_gradients_come_in_the_order_of_the_computation():
    steps = followed(PROGRAM).steps
    start = next(i for i, s in enumerate(steps) if s["values"] and s["values"][0][0] == "x")
    shown = [(s["kind"], s["line"]) for s in steps[start:] if s["line"] not in (6, 7, 8, 9)]
    assert shown == [
        *(("line", 18), ("call", 11), ("module", 12), ("line", 12), ("return", 13), ("line", 19)),
        *(("gradient", 13), ("gradient", 12), ("gradient", 12), ("line", 20)),
    ]


def test_values_and_gradients_are_those_of_torch():
    steps = followed(PROGRAM).steps
    by_kind = {s["kind"]: s for s in steps if s["kind"] in ("module", "return")}
    assert by_kind["module"]["type"] == "Linear(in_features=2, out_features=1, bias=False)"
    assert numbers(by_kind["module"]["output"]).tolist() == [[15.0]]
    assert numbers(by_kind["return"]["value"]).tolist() == [[30.0]]
    gradients = {s["of"]: numbers(s["value"]).tolist() for s in steps if s["kind"] == "gradient"}
    assert gradients == {"return": [[1.0]], "layer": [[2.0]], "layer.weight": [[2.0, 8.0]]}


def test_a_tensor_changed_in_place_is_told_again():
    steps = followed("import torch\nx = torch.zeros(2)\ny = x\nx[1] = 5\n").steps
    assert [[name for name, _ in s["values"]] for s in steps] == [["x"], ["y"], ["x", "y"]]


def test_a_tensor_of_inference_mode_is_followed_and_told_again_when_it_changes():
    text = "import torch\nwith torch.inference_mode():\n    x = torch.zeros(2)\n    x[1] = 5.0\n"
    told = [
        numbers(value)
        for step in followed(text).steps
        for name, value in step["values"]
        if name == "x"
    ]
    assert [row.flatten().tolist() for row in told] == [[0.0, 0.0], [0.0, 5.0]]


def test_a_statement_on_many_lines_is_one_step():
    assert statement_lines("x = (\n 1\n)\nif x:\n  y = 2\n") == {
        **dict.fromkeys((1, 2, 3), (1, 3)),
        4: (4, 4),
        5: (5, 5),
    }


def test_a_long_program_is_cut_and_its_beginning_kept():
    tracer = Tracer({"program": "for i in range(100):\n    x = i\n"}.get, 20)
    with pytest.raises(TooManyStepsError), tracer.following():
        exec(compile("for i in range(100):\n    x = i\n", "program", "exec"), {})
    assert len(tracer.steps) == 20
