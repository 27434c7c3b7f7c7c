"""`gradatim lab` from init to report, as a learner and a teacher type it."""

import pytest

from gradatim.cli.lab.learner import app
from gradatim.errors import UserError
from gradatim.labs.exercise import BUILT_IN
from gradatim.labs.workspace import open_workspace
from tests.cli.lab.helpers import run, solve


def test_a_learner_solves_the_first_exercise(lab, capsys):
    assert run("check") == 1
    assert "Not solved yet" in capsys.readouterr().out
    solve(lab, 1)
    assert run("check") == 0
    assert "Correct: 3 checks passed." in capsys.readouterr().out
    assert run("list") == 0
    out = capsys.readouterr().out
    assert "1 of 2 done" in out
    assert open_workspace().current().name == "02-masks"


def test_init_inside_a_lab_is_about_that_lab(lab, monkeypatch, capsys):
    monkeypatch.chdir(lab.file(lab.exercises[0]).parent)
    assert run("init", "--language", "fr") == 0
    assert open_workspace().path == lab.path
    assert open_workspace().language == "fr"
    assert not list(lab.path.rglob("gradatim-lab"))


def test_answer_comes_in_the_order_that_helps_most(lab, capsys):
    wrong = (BUILT_IN / "02-masks" / "mistakes" / "zero_counted_positive.py").read_text("utf-8")
    exercise = lab.exercises[1]
    lab.file(exercise).write_text(exercise.solution + wrong, "utf-8")
    assert run("check", "masks") == 1
    out = capsys.readouterr().out
    parts = ["returns the shape", "with x", "expected", "float32", "Likely mistake", "Next:"]
    place = 0
    for part in parts:
        place = out.index(part, place) + len(part)


def test_hints_open_one_by_one_and_are_recorded(lab, capsys):
    for level in (1, 2, 3, 3):
        assert run("hint", "1") == 0
        assert f"{level}/3" in capsys.readouterr().out
        assert open_workspace().progress["01-tensors"].hints == level
    with pytest.raises(UserError, match="level is 4: give 1 to 3"):
        app(["hint", "1", "4"])


def test_solution_needs_success_or_an_explicit_wish(lab, capsys):
    with pytest.raises(UserError, match="not solved yet"):
        app(["solution", "1"])
    assert run("solution", "1", "--show") == 0
    assert "permute" in capsys.readouterr().out
    assert open_workspace().progress["01-tensors"].state == "seen"


def test_reset_says_where_the_old_file_is(lab, capsys):
    lab.file(lab.exercises[0]).write_text("mine")
    assert run("reset", "1") == 0
    kept = next(lab.file(lab.exercises[0]).parent.glob("tensors.2*.py"))
    assert kept.read_text() == "mine"
    assert kept.name in capsys.readouterr().out.replace("\n", "")


def test_check_all_gives_one_line_each(lab, capsys):
    solve(lab, 1)
    assert run("check", "--all") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["Tensors", "✓ 01-tensors", "○ 02-masks"]


def test_unknown_exercise_names_the_nearest(lab):
    with pytest.raises(UserError, match="did you mean 'tensors'"):
        app(["check", "tensor"])


def test_watching_shows_hint_and_list_below_the_answer(lab, monkeypatch, capsys):
    events = iter(["changed", "h", "l", "q"])
    monkeypatch.setattr("gradatim.cli.lab.learner.watch_events", lambda path: events)
    assert run("watch", "1") == 0
    out = capsys.readouterr().out
    places = [out.index(part) for part in ("Not solved yet", "hint 1 of 3", "01-tensors  1/3")]
    assert places == sorted(places)
    assert "hint 2 of 3" in out[places[-1] :]
    assert "0 of 2 done" in out
    assert open_workspace().progress["01-tensors"].hints == 1


def test_watching_says_when_all_hints_are_open(lab, monkeypatch, capsys):
    monkeypatch.setattr(
        "gradatim.cli.lab.learner.watch_events", lambda path: iter(["h", "h", "h", "q"])
    )
    assert run("watch", "1") == 0
    out = capsys.readouterr().out
    assert "h opens hint 3 of 3" in out
    assert "h shows the hints" in out.rpartition("3/3")[2]


def test_an_exercise_without_hints_says_so(lab, tmp_path, capsys):
    for hints in (tmp_path / "set" / "01-tensors").glob("hints.*"):
        hints.unlink()
    assert run("hint", "1") == 0
    assert capsys.readouterr().out == "01-tensors has no hints.\n"


def test_notebook_says_where_it_is(lab, capsys):
    assert run("notebook", "1") == 0
    path = lab.file(lab.exercises[0]).with_suffix(".ipynb")
    assert path.exists()
    assert path.name in capsys.readouterr().out.replace("\n", "")


def test_help_of_a_command_ends_with_its_own_example(capsys):
    assert run("--help") == 0
    assert "gradatim lab init" in capsys.readouterr().out
    assert run("hint", "--help") == 0
    assert capsys.readouterr().out.rstrip().endswith("Example: gradatim lab hint 14")
