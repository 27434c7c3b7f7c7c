"""A run finds its data from wherever it is opened, also after both have moved together."""

import csv
import json
import shutil
import zipfile

import pytest
from PIL import Image

import gradatim
from gradatim.errors import UserError
from gradatim.recipes.runs import evaluate, open_run
from gradatim.reports.run_report import write_report

QUICK = {"show": False, "device": "cpu", "steps": 2, "threads": 1}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder of somebody's work: a table, images, and a run of each, named from within."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    with open("people.csv", "w", newline="") as file:
        csv.writer(file).writerows([("age", "old"), *[(i * i % 61, i > 30) for i in range(60)]])
    for i in range(20):
        name = f"shades/{['dark', 'bright'][i % 2]}/{i}.png"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (200 * (i % 2) + i,) * 3).save(name)
    gradatim.train("table-mlp", data="people.csv", target="old", out="runs/table", **QUICK)
    options = {"image_size": 8, "widths": (4, 4), "depths": (1, 1), "tta": "none"}
    gradatim.train("folder-resnet", data="shades", out="runs/images", **options, **QUICK)
    return folder


@pytest.mark.parametrize("name", ["table", "images"])
def test_run_is_measured_from_another_folder(project, tmp_path, monkeypatch, name):
    here = evaluate(f"runs/{name}")
    monkeypatch.chdir(tmp_path)
    assert evaluate(f"project/runs/{name}") == here
    write_report(project / "runs" / name)
    assert "Confusion matrix" in (project / "runs" / name / "report.html").read_text("utf-8")


def test_data_and_runs_move_together(project, tmp_path, monkeypatch):
    here = evaluate("runs/table")
    monkeypatch.chdir(tmp_path)
    project.rename(tmp_path / "elsewhere")
    assert evaluate("elsewhere/runs/table") == here
    assert str(tmp_path) not in (tmp_path / "elsewhere/runs/table/config.json").read_text()


def test_table_of_the_run_is_taken_not_one_of_its_name(project, tmp_path, monkeypatch):
    here = evaluate("runs/table")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("age,old\n1,True\n")
    assert evaluate("project/runs/table") == here


def test_run_that_moved_alone_takes_what_is_named_from_here(project, tmp_path):
    here = evaluate("runs/table")
    shutil.move("runs/table", tmp_path / "a" / "b" / "c" / "table")
    assert evaluate(tmp_path / "a" / "b" / "c" / "table") == here


def test_data_that_are_gone_are_named_and_answers_need_none(project, tmp_path, monkeypatch):
    (project / "people.csv").unlink()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=r"trained with data='people.csv', and .*people.csv is not"):
        evaluate("project/runs/table")
    assert open_run("project/runs/table")[2].classes == ("False", "True")


def test_name_of_a_data_set_is_no_path(tmp_path, monkeypatch):
    (tmp_path / "digits").mkdir()
    monkeypatch.chdir(tmp_path)
    gradatim.train("digits-perceptron", out="run", **QUICK)
    assert json.loads((tmp_path / "run/config.json").read_text())["paths"] == {}


def test_zip_is_named_as_it_was_given_not_where_it_was_unpacked(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("two.zip", "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.writestr(name, "x,y\n1,2\n")
    with pytest.raises(UserError, match=r"^two\.zip holds 2 tables \(a.csv, b.csv\)"):
        gradatim.train("table-mlp", data="two.zip", target="y", out="run", **QUICK)
