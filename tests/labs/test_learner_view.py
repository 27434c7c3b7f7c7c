"""Views on the learner's own function: theirs where it can be drawn, ours with the reason else."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.labs.exercise import exercises, find
from gradatim.labs.learner_view import has_view, load_view
from gradatim.labs.sandbox import function_calls

EVERY = exercises()
WITH_VIEW = [exercise for exercise in EVERY if has_view(exercise)]


@pytest.fixture
def loops(tmp_path):
    """The convolution exercise's view, and how to write the learner's file."""
    exercise = find("14", EVERY)
    file = tmp_path / "convolution_loops.py"
    file.write_text(exercise.solution)
    engine = load_view(exercise, file, "en")()

    def write(body):
        file.write_text(f"{exercise.solution}\n\ndef correlate(x, kernel):\n    {body}\n")
        engine.reset()
        return engine.snapshot()

    return engine, write


def test_some_exercises_of_each_part_have_a_view():
    assert {e.name[:2] for e in WITH_VIEW} >= {"05", "09", "13", "14", "16", "23", "24", "25", "36"}


@pytest.mark.parametrize("exercise", WITH_VIEW, ids=lambda exercise: exercise.name)
def test_starter_shows_ours_and_says_that_theirs_is_not_written(exercise, tmp_path):
    file = tmp_path / f"{exercise.module}.py"
    file.write_text(exercise.starter)
    engine = load_view(exercise, file, "fr")()
    engine.step(2)
    own = engine.snapshot()["own"]
    assert own["status"] == "unsolved"
    assert "Pas encore résolu" in own["sentence"]


def test_a_wrong_value_is_drawn_as_it_is(loops):
    engine, write = loops
    right = engine.snapshot()
    assert right["own"] == {"status": "right", "names": "correlate", "sentence": ""}
    shown = write("return -F.conv2d(x[None, None], kernel[None, None])[0, 0]")
    assert torch.allclose(shown["map"], -right["map"], atol=1e-4)
    assert shown["own"]["status"] == "wrong"
    assert "values are wrong" in shown["own"]["sentence"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("return x", "(26, 26) is expected"),
        ("return x.tolist()", "a tensor is expected"),
        ("return lambda: 1", "a function"),
        ("return None", "gives None"),
        ("return (x @ kernel)", "stops with RuntimeError"),
        ("import sys; sys.exit()", "sys.exit"),
        ("return x[2:, 2:] / 0 * 0", "returns nan"),
    ],
)
def test_what_cannot_be_drawn_gives_the_reason_and_our_numbers(loops, body, word):
    engine, write = loops
    right = engine.snapshot()["map"]
    shown = write(body)
    assert shown["own"]["status"] == "failed"
    assert word in shown["own"]["sentence"]
    assert shown["map"].equal(right)


def test_an_endless_loop_is_stopped_once_and_not_run_again(loops, monkeypatch):
    monkeypatch.setattr(function_calls, "SECONDS", 0.3)
    engine, write = loops
    shown = write("while True: pass")
    assert "Stopped" in shown["own"]["sentence"]
    monkeypatch.setattr(
        "gradatim.labs.learner_view.call_functions", None
    )  # would fail if it were called
    engine.set("kernel", "blur")
    assert "Stopped" in engine.snapshot()["own"]["sentence"]


def test_a_deleted_file_and_a_deleted_function_are_told(loops):
    engine, _ = loops
    engine.file.write_text("x = 1\n")
    engine.reset()
    assert "no `correlate`" in engine.snapshot()["own"]["sentence"]
    engine.file.unlink()
    engine.reset()
    assert "gone" in engine.snapshot()["own"]["sentence"]


def test_both_runs_of_gradient_descent_walk_the_learners_path(tmp_path):
    exercise = find("9", EVERY)
    file = tmp_path / "gradient_descent.py"
    uphill = (exercise.path / "mistakes" / "uphill.py").read_text("utf-8")
    file.write_text(exercise.solution)
    engine = load_view(exercise, file, "en")(surface="bowl")
    engine.step(5)
    assert engine.snapshot()["trail_a"][-1][2] < engine.snapshot()["trail_a"][0][2]
    file.write_text(exercise.solution + "\n" + uphill)
    engine.reset()
    engine.step(5)
    shown = engine.snapshot()
    assert shown["own"]["status"] == "wrong"
    assert shown["trail_a"][-1][2] > shown["trail_a"][0][2]
    engine.rewind(5)
    assert len(engine.snapshot()["trail_a"]) == 1


def test_batches_are_the_learners_in_whatever_order_theirs_is(tmp_path):
    exercise = find("13", EVERY)
    file = tmp_path / "mini_batches.py"
    other_order = """
def shuffled(x, y, seed):
    order = torch.rand(len(x), generator=torch.Generator().manual_seed(seed)).argsort()
    return x[order], y[order]
"""
    file.write_text(exercise.solution + other_order)
    engine = load_view(exercise, file, "en")(batch_size=500)
    assert engine.snapshot()["own"]["status"] == "right"
    alone = "def shuffled(x, y, seed):\n    return x[torch.randperm(len(x))], y\n"
    file.write_text(f"{exercise.solution}\n{alone}")
    engine.reset()
    own = engine.snapshot()["own"]
    assert (own["status"], own["names"]) == ("wrong", "shuffled")
    file.write_text(f"{exercise.solution}\ndef batches(x, y, size):\n    return [(x, y)]\n")
    engine.reset()
    assert engine.snapshot()["own"]["status"] == "failed"


def test_a_block_shows_what_the_learners_parts_add(tmp_path):
    exercise = find("25", EVERY)
    file = tmp_path / "transformer_block.py"
    file.write_text(exercise.solution)
    engine = load_view(exercise, file, "en")()
    right = engine.snapshot()
    assert right["own"]["status"] == "right"
    assert torch.allclose(right["between"] + right["computed"], right["after"], atol=1e-4)
    no_second = "    x = x + self.attend(self.norm1(x))\n        return self.mlp(self.norm2(x))"
    first, _, _ = exercise.solution.rpartition("    x = x + self.attend")
    file.write_text(first + no_second)
    engine.reset()
    shown = engine.snapshot()
    assert shown["own"]["status"] == "wrong"
    assert torch.allclose(shown["after"], right["computed"], atol=1e-4)
    assert torch.allclose(shown["before"], right["before"], atol=1e-4)
    assert not torch.allclose(shown["sure"], right["sure"], atol=1e-3)
    file.write_text(exercise.solution.replace("self.project(y", "(y"))
    engine.reset()
    own = engine.snapshot()["own"]
    assert (own["status"], own["sentence"]) == ("failed", "`Block` never calls its `project`.")


def test_an_exercise_without_a_view_says_so(tmp_path):
    with pytest.raises(UserError, match="has no view"):
        load_view(find("2", EVERY), tmp_path / "masks.py", "en")
