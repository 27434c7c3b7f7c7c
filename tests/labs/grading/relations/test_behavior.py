"""What code does besides giving a value: it keeps, overwrites, draws at random."""

import types

import torch

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import call, judge
from gradatim.labs.grading.relations.behavior import (
    kept_between_calls,
    left_switched_off,
    overwritten,
    random_answer,
)
from gradatim.labs.grading.spec import Check

CASES = [(torch.tensor([1.0, 2.0]),), (torch.tensor([3.0, 4.0, 5.0]),)]
CHECK = Check(name="f", inputs=lambda g: CASES, expected=lambda x: x.sum())


def tried(source: str):
    learner = types.ModuleType("learner")
    exec(source, learner.__dict__)
    trials = []
    for case in CASES:
        outcome = call(CHECK, learner, case)
        trials.append(Trial(CHECK, case, outcome, judge(CHECK, outcome, case)))
    assert any(trial.difference is not None for trial in trials)
    return learner, trials


def test_a_total_that_grows_from_call_to_call_is_kept():
    source = "seen = []\ndef f(x):\n    seen.append(x.sum())\n    return sum(seen)\n"
    _, trials = tried(source)
    found = kept_between_calls(CHECK, trials, source)
    assert found is not None
    assert found[0] == "kept_between_calls"
    wrong = "def f(x): return 2 * x.sum()\n"
    assert kept_between_calls(CHECK, tried(wrong)[1], wrong) is None


def test_an_argument_that_is_written_into_is_named():
    source = "def f(x): return x.mul_(1).add_(1).sum() - len(x)\n"
    found = overwritten(tried(source)[1], source, "f")
    assert found is not None
    assert "`x`" in found[1]["en"]
    doubled = "def f(x): return 2 * x.sum()\n"
    assert overwritten(tried(doubled)[1], doubled, "f") is None


def test_gradients_that_stay_switched_off():
    source = "import torch\ndef f(x):\n    torch.set_grad_enabled(False)\n    return x.sum()\n"
    found = left_switched_off(tried(source)[1])
    assert torch.is_grad_enabled()
    assert found is not None
    assert found[0] == "gradients_switched_off"


def test_an_answer_by_chance_is_told_and_a_wrong_one_is_not():
    source = "import torch\ndef f(x): return x.sum() + torch.rand(())\n"
    learner, trials = tried(source)
    found = random_answer(CHECK, trials, learner, source)
    assert found is not None
    assert found[0] == "random_answer"
    source = "def f(x): return 3 * x.sum()  # no random numbers\n"
    learner, trials = tried(source)
    assert random_answer(CHECK, trials, learner, source) is None
