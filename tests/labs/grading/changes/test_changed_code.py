"""Code that is not the learner's runs for a short time, and not twice on one input."""

from gradatim.labs.grading.changes.changed_code import TooSlow, remembered, run_changed
from gradatim.labs.grading.spec import Check

CHECK = Check(name="f", inputs=lambda g: [], expected=lambda x: x)


def made(source: str, seconds: float = 0.1):
    return run_changed([compile(source, "<test>", "exec")], seconds)


def test_code_runs_on_the_input_of_a_check():
    run = made("def f(x): return x + 1")
    assert run is not None
    assert run(CHECK, (2,)).value == 3


def test_an_endless_loop_is_stopped_and_broken_code_is_none():
    run = made("def f(x):\n    while True: pass", 0.05)
    assert run is not None
    assert isinstance(run(CHECK, (2,)).error, TooSlow)
    assert made("raise ValueError") is None


def test_what_was_worked_out_is_not_worked_out_again():
    run = made("calls = []\ndef f(x):\n    calls.append(x)\n    return len(calls)")
    assert run is not None
    again, case = remembered(run), (2,)
    assert again(CHECK, case).value == again(CHECK, case).value == 1
    assert run(CHECK, case).value == 2
