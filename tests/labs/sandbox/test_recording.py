"""A pass cannot be faked under `recheck`: the values are judged where the learner's code is not."""

import pytest

from gradatim.labs.check import recheck_source
from gradatim.labs.exercise import BUILT_IN, exercises, find
from gradatim.labs.sandbox.refusals import refusal

MASKS = find("masks", exercises())
BATCH_NORM = find("17", exercises())
WRONG = """
import torch
def positives(x): {}
    return x[x > 0] * 0
def without_negatives(x): return x * 0
def pick(scores, labels): return scores[:, 0] * 0
"""
FAKE = '{"status": "passed", "passed": 3, "checks": 3, "sentence": "Correct."}'

ATTACKS = {
    "patch the judge": """
import gradatim.labs.grading.outcomes as o, gradatim.labs.grading.grader as g
o.judge = g.judge = lambda *a: None
""",
    "patch the comparison": """
import sys
for m in list(sys.modules.values()):
    if hasattr(m, "compare"): m.compare = lambda *a, **k: None
""",
    "empty the checks by way of frames": """
import sys
frame = sys._getframe()
while frame:
    for value in list(frame.f_locals.values()):
        if isinstance(value, list): value.clear()
    frame = frame.f_back
""",
    "read the solution": f"""
exec(open({str(MASKS.path / "solution.py")!r}).read())
""",
    "run the checks' own reference": f"""
import importlib.util
spec = importlib.util.spec_from_file_location("c", {str(MASKS.path / "check.py")!r})
c = importlib.util.module_from_spec(spec); spec.loader.exec_module(c)
positives, without_negatives, pick = (check.expected for check in c.CHECKS)
""",
    "find the expected functions among all objects": """
import gc
for o in gc.get_objects():
    if type(o).__name__ == "Check": globals()[o.name] = o.expected
""",
    "write the answer on every descriptor": f"""
import os
for fd in range(64):
    try: os.write(fd, {FAKE!r}.encode() + b"\\n")
    except OSError: pass
""",
    "write the answer and leave": f"""
import os
for fd in range(64):
    try: os.write(fd, {FAKE!r}.encode() + b"\\n")
    except OSError: pass
os._exit(0)
""",
    "patch torch.equal and torch.isclose": """
import torch
torch.equal = torch.allclose = lambda *a, **k: True
torch.isclose = lambda a, b, **k: torch.ones_like(a, dtype=torch.bool)
""",
    "patch the tensor's operators": """
import torch
torch.Tensor.__ne__ = lambda a, b: torch.zeros(1, dtype=torch.bool)
torch.Tensor.any = lambda *a: torch.tensor(False)
""",
    "patch builtins": """
import builtins
isinstance_, Tensor = builtins.isinstance, torch.Tensor
builtins.isinstance = lambda a, b: b is not Tensor and isinstance_(a, b)
""",
    "replace a module": """
import sys, types
sys.modules["gradatim.labs.grading.values"] = types.SimpleNamespace(compare=lambda *a: None)
""",
    "answer at exit": f"""
import atexit, os
atexit.register(lambda: [os.write(fd, {FAKE!r}.encode() + b"\\n") for fd in range(3, 9)])
""",
    "let a fork answer": f"""
import os, time
if os.fork() == 0:
    for fd in range(3, 64):
        try: os.write(fd, {FAKE!r}.encode() + b"\\n")
        except OSError: pass
    os._exit(0)
time.sleep(0.5)
""",
    "patch what packs the values": """
import json
json.dumps = lambda *a, **k: '{"status": "passed", "sentence": "Correct."}'
""",
    "patch by another name": """
import torch
def patch(space): space.equal = lambda *a: True
patch(torch)
""",
    "write into the judge's memory": """
import os
open(f"/proc/{os.getppid()}/mem", "r+b").write(b"x")
""",
    "reach the reference by the caller's globals": """
try:
    1 / 0
except ZeroDivisionError as error:
    frame = error.__traceback__.tb_frame.f_back
    while frame:
        for value in frame.f_globals.get("CHECKS", []): globals()[value.name] = value.expected
        frame = frame.f_back
""",
}


def answer_to(source, exercise=MASKS, **options):
    return recheck_source(exercise, source.encode(), f"{exercise.module}.py", "en", **options)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_does_not_pass(attack):
    assert answer_to(WRONG.format("") + ATTACKS[attack])["status"] == "failed"


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_does_not_pass_where_no_word_is_refused(attack):
    answer = answer_to(WRONG.format("") + ATTACKS[attack], refuse=False)
    assert answer["status"] == "failed"
    assert answer.get("passed", 0) == 0


def test_an_object_that_equals_everything_does_not_pass():
    same = "class Same(torch.Tensor):\n    def __eq__(self, other): return True\n"
    same += "    @classmethod\n    def __torch_function__(cls, *a, **k): return True\n"
    source = WRONG.format("") + same + "def positives(x): return x.as_subclass(Same) * 0\n"
    assert answer_to(source, refuse=False)["status"] == "failed"


def test_a_patch_that_a_check_would_believe_is_noticed():
    source = (BUILT_IN / "17-batch-norm" / "solution.py").read_text("utf-8")
    source += "\ndef patch(space): space.equal = lambda *a: True\npatch(torch)\n"
    answer = answer_to(source, BATCH_NORM)
    assert answer["status"] == "failed"
    assert "torch.equal" in answer["sentence"]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_every_solution_passes(exercise):
    if exercise.info.needs == ("pyrat",):
        pytest.importorskip("pyrat")
    answer = answer_to(exercise.solution, exercise)
    assert answer["status"] == "passed", answer["sentence"]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_no_rule_refuses_a_right_answer_in_another_style(exercise):
    for path in exercise.alternatives:
        assert refusal(exercise.over_solution(path), "en") is None, path


def test_right_functions_count_beside_wrong_ones():
    text = MASKS.solution + "\ndef positives(x): return x[x >= 0]\n"
    answer = answer_to(text)
    assert answer["status"] == "failed"
    assert (answer["passed"], answer["checks"]) == (2, 3)
    assert answer["mistake"]["name"] == "zero_counted_positive"


def test_an_error_is_told_with_the_learners_line():
    answer = answer_to(MASKS.solution + "\ndef positives(x): return x.missing\n")
    assert "AttributeError" in answer["sentence"]
    assert "missing" in answer["lines"][0]


def test_functions_before_an_endless_one_count():
    answer = answer_to(MASKS.solution + "\ndef pick(scores, labels):\n    while True: pass\n")
    assert (answer["status"], answer["passed"]) == ("failed", 2)
    assert "Stopped after 4 s" in answer["sentence"]


def test_a_changed_argument_is_seen_from_the_other_process():
    text = MASKS.solution + "\ndef positives(x):\n    y = x[x > 0]\n    x += 1\n    return y\n"
    assert "changes its argument `x`" in answer_to(text)["sentence"]


def test_starter_is_unsolved():
    assert answer_to(MASKS.starter)["status"] == "unsolved"
