"""One small change to the learner's own code that makes it right, with its line."""

import types

import pytest
import torch

from gradatim.labs.check import check
from gradatim.labs.exercise import find
from gradatim.labs.grading.changes.repairs import repair
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.spec import Check
from tests.labs.grading.test_diagnosis import EXERCISES, LOOP, over_solution

SOLUTION = """import torch

def normalized(x):
    total = x.sum(1, keepdim=True)
    return x / total
"""
CHECK = Check(
    name="normalized",
    inputs=lambda g: [(torch.rand(n, m, generator=g) + 0.1,) for n, m in ((2, 3), (4, 4), (3, 5))],
    expected=lambda x: x / x.sum(1, keepdim=True),
)


def found(source: str, others=()):
    learner = types.ModuleType("learner")
    exec(source, learner.__dict__)
    trials = []
    for case in inputs_of(CHECK):
        outcome = call(CHECK, learner, case)
        trials.append(Trial(CHECK, case, outcome, judge(CHECK, outcome, case)))
    return repair(CHECK, trials, list(others), source, [], SOLUTION, "Divide each row by its sum.")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("x / total", "x * total", "`*`"),
        ("x.sum(1, keepdim=True)", "x.sum(0, keepdim=True)", "0"),
        ("x.sum(1, keepdim=True)", "x.sum(1)", "keepdim"),
        ("x / total", "total / x", "total"),
    ],
)
def test_the_change_is_named(old, new, words):
    made = found(SOLUTION.replace(old, new))
    assert made is not None
    assert made.rest is None
    assert words in made.text["en"]
    assert made.text["fr"] != made.text["en"]


def test_code_that_is_far_from_right_is_not_repaired():
    code = (
        "import torch\n\ndef normalized(x):\n    y = x.cumsum(1)\n    return y.sort(0).values + 3\n"
    )
    assert found(code) is None


def test_a_branch_is_told_to_run_always_or_never():
    head = "import torch\n\ndef normalized(x):\n"
    scaled = "x / x.sum(1, keepdim=True)"
    always = found(f"{head}    if x.sum() < 0:\n        x = {scaled}\n    return x\n")
    never = found(f"{head}    if x.sum() > 0:\n        x = 2 + x\n    return {scaled}\n")
    assert always is not None
    assert "always runs" in always.text["en"]
    assert never is not None
    assert "never runs" in never.text["en"]


def test_a_slip_made_twice_is_repaired_at_both_places():
    total = "x.sum(1, keepdim=True)"
    code = f"import torch\n\ndef normalized(x):\n    first = x[:, :1] / {total}\n"
    code += f"    return torch.cat([first, x[:, 1:] / {total}], 1)\n"
    made = found(code.replace("sum(1,", "sum(0,"))
    assert made is not None
    assert "wherever the same stands" in made.text["en"]


def test_a_function_that_nobody_asked_for_is_no_repair():
    made = found(SOLUTION.replace("x.sum(1", "x.sigmoid().sum(1"))  # relu changes nothing here
    assert made is not None
    assert made.name == "call_missing"


def test_a_change_that_spoils_another_function_of_the_task_is_no_repair():
    source = """def total(x):
    return x.sum(1, keepdim=True) + x.mean(1, keepdim=True)

def normalized(x):
    return x / total(x)
"""
    asked = Check(
        name="total",
        inputs=CHECK.inputs,
        expected=lambda x: x.sum(1, keepdim=True) + x.mean(1, keepdim=True),
    )
    assert found(source).name == "term_missing"
    changed = found(source, [asked])
    assert changed is None or changed.name != "term_missing"


def test_small_change_to_the_solution_is_stated():
    code = "def loss(w, b, x, y):\n    return ((torch.tanh(x @ w + b) - y) ** 2).mean()"
    assert "`tanh`" in over_solution("8", code)["mistake"]["text"]
    assert "à la place" in over_solution("8", code, "fr")["mistake"]["text"]


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (
            "1",
            "def describe(x):\n    return tuple(x.shape), x.dim() + 1, x.numel()",
            "without the term `1`",
        ),
        (
            "14",
            "def correlate(x, kernel):\n"
            "    w, h = kernel.shape\n"
            "    rows, columns = x.shape[0] - h + 1, x.shape[1] - w + 1\n"
            "    found = torch.zeros(rows, columns)\n"
            "    for i in range(h):\n"
            "        for j in range(w):\n"
            "            found += kernel[i, j] * x[i : i + rows, j : j + columns]\n"
            "    return found",
            "with `w` and `h` exchanged",
        ),
        ("9", LOOP, "indentation"),
        ("2", "def without_negatives(x):\n    return x.copy().clamp(min=0)", "`clone`"),
        ("1", "def describe(x):\n    return list(x.shape), x.dim(), x.numel()", "without `list`"),
    ],
)
def test_one_change_that_makes_the_answer_right_is_stated_with_its_line(number, code, words):
    text = over_solution(number, code)["mistake"]["text"]
    assert "Line " in text
    assert words in text


def test_a_change_that_leaves_a_stored_mistake_shows_that_there_are_two():
    code = (
        "def train(model, x, labels, rate, steps):\n"
        "    optimizer = torch.optim.SGD(model.parameters(), lr=3 * rate)\n"
        "    losses = []\n"
        "    for _ in range(steps):\n"
        "        loss = torch.nn.functional.cross_entropy(model(x).softmax(1), labels)\n"
        "        optimizer.zero_grad()\n"
        "        loss.backward()\n"
        "        optimizer.step()\n"
        "        losses.append(loss.item())\n"
        "    return losses\n"
    )
    mistake = over_solution("29", code)["mistake"]
    assert mistake["name"] == "softmax_twice factor_missing"


def test_a_repair_prints_nothing_in_the_learners_name():
    code = (
        "def predict(x, w, b):\n    print('hi')\n    return torch.where(x @ w + b < 0, -1.0, 1.0)"
    )
    solution = find("5", EXERCISES).solution
    assert check("5", f"{solution}\n\n{code}\n")["printed"].count("hi") < 20
