"""A program followed line by line: its values, its error, and where it has too many steps."""

from gradatim.labs.sandbox.stepping import run_steps


def test_every_line_is_a_step_with_its_values():
    found = run_steps(b"x = 2\ny = x + 1\n", "mine.py", "en")
    assert found["status"] == "returned"
    assert not found["cut"]
    assert {frame["file"] for frame in found["frames"]} == {""}
    assert ["y", {"kind": "text", "text": "3"}] in found["steps"][-1]["values"]


def test_steps_before_an_error_are_kept_and_the_error_is_worded():
    found = run_steps(b"x = 2\ny = x / 0\n", "mine.py", "en")
    assert found["status"] == "failed"
    assert "ZeroDivisionError" in found["sentence"]
    assert found["steps"]
    assert run_steps(b"x = (", "mine.py", "fr")["status"] == "failed"


def test_an_endless_program_is_cut():
    found = run_steps(b"x = 0\nwhile True:\n    x += 1\n", "mine.py", "en")
    assert found["cut"]
