"""One small change to the learner's own code that makes it right, with its line."""

import types

import pytest
import torch

from gradatim.labs.grading.changes.repairs import repair
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.spec import Check

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
