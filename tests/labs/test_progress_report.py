"""One line per learner; a recheck trusts nothing, counts points and the mistakes of the class."""

import csv
import io
import os
import shutil

import pytest

from gradatim.errors import UserError
from gradatim.labs.exercise import BUILT_IN
from gradatim.labs.progress_report import (
    LearnerProgress,
    Report,
    as_csv,
    class_report,
    recheck_class,
)
from gradatim.labs.workspace import PROGRESS_FILE, init_workspace, open_workspace

WRONG = "\ndef positives(x):\n    return x[x >= 0]\n"


@pytest.fixture
def class_folder(tmp_path):
    """Ada has solved both exercises; Blaise claims the first, and has a mistake in the second."""
    for name in ("01-tensors", "02-masks"):
        shutil.copytree(BUILT_IN / name, tmp_path / "set" / name)
    for name in ("blaise", "ada"):
        path = tmp_path / "class" / name
        init_workspace(path, "en", tmp_path / "set")
        workspace = open_workspace(path)
        workspace.record(workspace.exercises[0], "passed")
        workspace.open_hint(workspace.exercises[0])
        for exercise in workspace.exercises:
            workspace.file(exercise).write_text(exercise.solution, "utf-8")
    blaise = open_workspace(tmp_path / "class" / "blaise")
    blaise.file(blaise.exercises[0]).write_text(blaise.exercises[0].starter)
    blaise.file(blaise.exercises[1]).write_text(blaise.exercises[1].solution + WRONG)
    return tmp_path / "class"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_each_learner_has_a_line_in_the_order_of_their_names(class_folder):
    table = rows(as_csv(class_report([class_folder]), "plain"))
    assert [row["learner"] for row in table] == ["ada", "blaise"]
    for row in table:
        assert (row["done"], row["checks"], row["hints"]) == ("1", "1", "1")
        assert (row["01-tensors"], row["02-masks"]) == ("done", "new")


def test_a_recheck_believes_the_files_and_not_the_progress(class_folder):
    report = recheck_class([class_folder])
    ada, blaise = rows(as_csv(report, "plain"))
    assert (ada["points"], ada["01-tensors (of 3)"], ada["02-masks (of 3)"]) == ("6", "3", "3")
    assert (blaise["01-tensors (of 3)"], blaise["02-masks (of 3)"]) == ("0", "2")
    assert [(name, count) for (name, _), count in report.mistakes.items()] == [("02-masks", 1)]


def test_a_mistake_is_counted_once_whatever_language_its_author_reads(class_folder):
    ada = open_workspace(class_folder / "ada")
    shutil.copyfile(class_folder / "blaise" / "02-masks" / "masks.py", ada.file(ada.exercises[1]))
    progress = ada.path / PROGRESS_FILE
    progress.write_text(progress.read_text("utf-8").replace('"en"', '"fr"'), "utf-8")
    assert open_workspace(ada.path).language == "fr"
    assert list(recheck_class([class_folder]).mistakes.values()) == [2]


def test_a_starter_that_runs_gives_no_points_and_no_mistake(tmp_path):
    shutil.copytree(BUILT_IN / "29-broken-softmax", tmp_path / "set" / "29-broken-softmax")
    init_workspace(tmp_path / "class" / "ada", "en", tmp_path / "set")
    report = recheck_class([tmp_path / "class"])
    assert report.learners[0].cells == {"29-broken-softmax": 0}
    assert (report.exercises, report.mistakes) == ({"29-broken-softmax": 2}, {})


def test_a_broken_folder_is_one_line_and_its_files_are_still_checked(class_folder):
    (class_folder / "ada" / PROGRESS_FILE).write_text("{")
    table = rows(as_csv(class_report([class_folder]), "plain"))
    assert "damaged" in table[0]["remarks"]
    assert table[1]["done"] == "1"
    report = recheck_class([class_folder])
    assert list(report.exercises) == ["01-tensors", "02-masks"], "not all of ours"
    ada, blaise = report.learners
    assert ada.cells["02-masks"] == 3
    assert "damaged" in ada.remarks[0]
    assert blaise.cells["02-masks"] == 2


def test_a_folder_whose_set_is_gone_is_one_line_and_checked_with_the_others_set(class_folder):
    progress = class_folder / "ada" / PROGRESS_FILE
    progress.write_text(progress.read_text("utf-8").replace("/set", "/no_set"), "utf-8")
    ada, blaise = recheck_class([class_folder]).learners
    assert "are gone" in ada.remarks[0]
    assert (ada.cells["02-masks"], blaise.cells["02-masks"]) == (3, 2)


def test_a_file_that_reaches_around_its_check_gets_no_points_and_a_remark(class_folder):
    (class_folder / "ada" / "02-masks" / "masks.py").write_text("import gc\n")
    ada = recheck_class([class_folder]).learners[0]
    assert ada.cells["02-masks"] == 0
    assert "`gc`" in ada.remarks[0]


def test_hidden_checks_are_used_instead_of_the_learners(class_folder, tmp_path):
    hidden = tmp_path / "hidden" / "02-masks"
    hidden.mkdir(parents=True)
    text = (BUILT_IN / "02-masks" / "check.py").read_text("utf-8")
    (hidden / "check.py").write_text(text.replace("x.clamp(min=0)", "x.clamp(min=1)"))
    ada = recheck_class([class_folder], hidden.parent).learners[0]
    assert ada.cells == {"02-masks": 2}, ada


def test_moodle_and_canvas_get_their_columns(class_folder):
    report = recheck_class([class_folder])
    moodle = rows(as_csv(report, "moodle"))
    assert moodle[0]["Username"] == "ada"
    assert moodle[1] == {
        **{"Username": "blaise", "01-tensors": "0", "02-masks": "2", "Total": "2", "Feedback": ""}
    }
    canvas = rows(as_csv(report, "canvas"))
    assert list(canvas[0])[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert (canvas[0]["Student"], canvas[0]["02-masks"]) == ("Points Possible", "3")
    assert (canvas[2]["SIS Login ID"], canvas[2]["02-masks"]) == ("blaise", "2")


def test_the_names_of_moodles_download_become_the_learners(class_folder):
    lab = class_folder / "Ada Lovelace_123_assignsubmission_file_" / "gradatim-lab"
    shutil.copytree(class_folder / "ada", lab)
    assert "Ada Lovelace" in [one.name for one in class_report([class_folder]).learners]


def test_a_folder_without_a_lab_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds no lab"):
        class_report([tmp_path])
    with pytest.raises(UserError, match="Give the lab folders"):
        recheck_class([])


@pytest.mark.skipif(os.name != "posix", reason="the system has no such devices")
def test_a_device_a_pipe_or_a_folder_in_a_files_place_gives_no_points_and_a_remark(class_folder):
    ada, blaise = (open_workspace(class_folder / name) for name in ("ada", "blaise"))
    for lab in (ada, blaise):
        for exercise in lab.exercises:
            lab.file(exercise).unlink()
    ada.file(ada.exercises[0]).symlink_to("/dev/zero")
    os.mkfifo(ada.file(ada.exercises[1]))
    blaise.file(blaise.exercises[0]).mkdir()
    blaise.file(blaise.exercises[1]).write_text("x = 1\n" * 50_000)
    ada, blaise = recheck_class([class_folder]).learners
    assert ada.cells == blaise.cells == {"01-tensors": 0, "02-masks": 0}
    remarks = [*ada.remarks, *blaise.remarks]
    words = ("a device or a pipe", "a device or a pipe", "is a folder", "300,000 bytes; at most")
    for remark, word in zip(remarks, words, strict=True):
        assert word in remark


@pytest.mark.parametrize("format_", ["plain", "moodle", "canvas"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r=", "\uff1d"])
def test_no_cell_begins_with_what_a_spreadsheet_runs(format_, sign):
    name = f"{sign}cmd|' /C calc'!A0"
    learner = LearnerProgress(name, {f"{sign}x": 1}, {"points": 1}, [f"{sign}y"])
    text = as_csv(Report([learner], {f"{sign}x": 1}), format_)
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{name}".replace("\r", " ") in cells
    assert not any(cell.startswith(sign) for cell in cells)
    # French spreadsheets begin a new cell at a semicolon.
    assert "a;'=b" in as_csv(Report([LearnerProgress("a;=b")], {}), format_)


def test_what_is_not_known_of_a_learner_is_blank_and_what_is_missing_is_0(class_folder):
    ada, blaise = (open_workspace(class_folder / name) for name in ("ada", "blaise"))
    for lab in (ada, blaise):
        lab.file(lab.exercises[0]).unlink()
    (ada.path / PROGRESS_FILE).write_text("{")
    (ada.path / "02-masks" / "masks.py").unlink()
    (class_folder / "clara").mkdir()
    report = recheck_class([class_folder])
    for format_, name in (("canvas", "Student"), ("moodle", "Username")):
        lines = {row[name]: row for row in rows(as_csv(report, format_))}
        grades = {n: (lines[n]["01-tensors"], lines[n]["02-masks"]) for n in ("ada", "blaise")}
        assert grades == {"ada": ("", ""), "blaise": ("0", "2")}
        assert lines["clara"]["01-tensors"] == ""
    assert [line.totals["points"] for line in report.learners] == [None, 2, None]


def test_a_folder_without_a_lab_beside_others_is_a_line(class_folder):
    (class_folder / "clara").mkdir()
    for folders in ([class_folder], sorted(class_folder.iterdir())):
        learners = class_report(folders).learners
        assert [one.name for one in learners] == ["ada", "blaise", "clara"]
        assert "clara holds no lab" in learners[2].remarks[0]
    # A learner's own folders are no learners.
    assert len(class_report([class_folder / "ada"]).learners) == 1
