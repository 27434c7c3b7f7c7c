"""`gradatim lab report, recheck, new`, as a teacher types them."""

import shutil

import pytest

from gradatim.cli.lab.learner import app
from gradatim.errors import UserError
from gradatim.labs.exercise import BUILT_IN
from gradatim.labs.workspace import open_workspace
from tests.cli.lab.helpers import run, solve


def test_report_goes_to_the_terminal_or_to_a_file(lab, tmp_path, capsys):
    for name in ("ada", "blaise"):
        shutil.copytree(tmp_path / "lab", tmp_path / "class" / name)
    assert run("report", tmp_path / "class") == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == [
        "learner",
        "ada",
        "blaise",
    ]
    assert run("report", tmp_path / "class", "--csv", tmp_path / "class.csv") == 0
    assert "2 learners" in " ".join(capsys.readouterr().out.split())
    assert (tmp_path / "class.csv").read_text().count("\n") == 3


def test_a_report_replaces_reports_and_no_other_table(lab, tmp_path):
    csv = tmp_path / "class.csv"
    assert run("report", lab.path, "--csv", csv) == 0
    for format_ in ("plain", "moodle", "canvas", "plain"):
        assert run("report", lab.path, "--recheck", "--csv", csv, "--format", format_) == 0
    students = "Student,ID,SIS User ID,SIS Login ID,Section,01-tensors (7),Final Score\n"
    for theirs in ("name,grade\nada,17\n", students, "learner\n"):
        csv.write_text(theirs)
        with pytest.raises(UserError, match=r"did not write, and it would be lost.*--csv"):
            app(["report", str(lab.path), "--csv", str(csv)])
        assert csv.read_text() == theirs
    with pytest.raises(UserError, match=r"--csv is .*ends in .csv"):
        app(["report", str(lab.path), "--csv", str(tmp_path / "class")])
    with pytest.raises(UserError, match=r"there is no folder .*nowhere"):
        app(["report", str(lab.path), "--csv", str(tmp_path / "nowhere" / "class.csv")])
    assert not (tmp_path / "nowhere").exists()


def test_a_recheck_gives_points_and_the_mistakes_of_the_class(lab, tmp_path, capsys):
    solve(lab, 1)
    wrong = (BUILT_IN / "02-masks" / "mistakes" / "zero_counted_positive.py").read_text("utf-8")
    lab.file(lab.exercises[1]).write_text(lab.exercises[1].solution + wrong, "utf-8")
    assert run("report", lab.path, "--recheck", "--format", "moodle") == 0
    out = capsys.readouterr()
    assert "lab,3,2,5," in out.out
    assert "1 x 02-masks" in out.err
    with pytest.raises(UserError, match="format 'excel'"):
        app(["report", str(lab.path), "--format", "excel"])
    with pytest.raises(UserError, match="need --recheck"):
        app(["report", str(lab.path), "--format", "canvas"])


def test_a_recheck_of_one_file_notes_nothing(lab, tmp_path, capsys):
    solve(lab, 1)
    assert run("recheck", "1") == 0
    out = capsys.readouterr().out
    assert out.endswith("\n3 of 3 checks passed.\n")
    assert "Next:" not in out
    assert open_workspace().of(lab.exercises[0]).state == "new"
    assert run("recheck", "2", "--hidden", tmp_path / "set") == 1


def test_a_new_exercise_is_named_with_what_to_do_next(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new", "01-row-sums", "--set", "week3") == 0
    assert "gradatim lab verify week3" in capsys.readouterr().out
    assert (tmp_path / "week3" / "01-row-sums" / "check.py").exists()
