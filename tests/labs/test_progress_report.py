"""One line of CSV per learner, and what a recheck finds."""

import csv
import io
import shutil

import pytest

from gradatim.errors import UserError
from gradatim.labs.exercise import BUILT_IN
from gradatim.labs.progress_report import class_report
from gradatim.labs.workspace import init_workspace, open_workspace


@pytest.fixture
def class_folder(tmp_path):
    """Ada and Blaise have solved exercise 1; then Blaise's file was broken."""
    for name in ("01-tensors", "02-masks"):
        shutil.copytree(BUILT_IN / name, tmp_path / "set" / name)
    for name in ("blaise", "ada"):
        path = tmp_path / "class" / name
        init_workspace(path, "en", tmp_path / "set")
        workspace = open_workspace(path)
        first = workspace.exercises[0]
        workspace.file(first).write_text(first.solution, "utf-8")
        workspace.record(first, "passed")
        workspace.open_hint(first)
    workspace = open_workspace(tmp_path / "class" / "blaise")
    workspace.file(workspace.exercises[0]).write_text("nothing")
    return tmp_path / "class"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_each_learner_has_a_line_in_the_order_of_their_names(class_folder):
    table = rows(class_report([class_folder]))
    assert [row["learner"] for row in table] == ["ada", "blaise"]
    for row in table:
        assert (row["done"], row["checks"], row["hints"]) == ("1", "1", "1")
        assert (row["01-tensors"], row["02-masks"]) == ("done", "new")


def test_a_recheck_finds_work_that_no_longer_passes(class_folder):
    table = rows(class_report([class_folder], recheck=True))
    assert [row["01-tensors"] for row in table] == ["done", "broken"]
    assert [row["done"] for row in table] == ["1", "0"]


def test_a_folder_without_a_lab_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds no lab"):
        class_report([tmp_path])
    with pytest.raises(UserError, match="Give the lab folders"):
        class_report([])
