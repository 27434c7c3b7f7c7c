"""A notebook holds the task and the code; `%check` runs what its cells define."""

import io
import json

import pytest
from rich.console import Console

from gradatim.errors import UserError
from gradatim.labs.notebook import (
    WRITTEN,
    check_cells,
    definitions,
    install_source,
    load_ipython_extension,
    write_notebook,
)
from gradatim.labs.workspace import init_workspace, open_workspace
from tests.labs.masks import RIGHT, solution_with

nbformat = pytest.importorskip("nbformat")


@pytest.fixture
def workspace(tmp_path):
    init_workspace(tmp_path / "lab", "fr")
    return open_workspace(tmp_path / "lab")


def test_notebook_is_valid_and_holds_task_code_and_check(workspace):
    exercise = workspace.exercises[0]
    path = write_notebook(workspace, exercise)
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell["source"] for cell in book.cells if cell["cell_type"] == "code"]
    assert code[1] == exercise.starter.rstrip()
    assert "%check 01-tensors" in code
    assert "permute" not in "\n".join(code)
    assert book.cells[0]["source"] == exercise.text("task", "fr")
    assert json.loads(path.read_text("utf-8"))["nbformat"] == 4


def test_a_notebook_begins_with_what_the_learner_has_written(workspace):
    exercise = workspace.exercises[0]
    workspace.file(exercise).write_text("mine = 1\n")
    assert "mine = 1" in write_notebook(workspace, exercise).read_text()


def test_a_notebook_that_exists_is_left_alone(workspace):
    exercise = workspace.exercises[0]
    first = write_notebook(workspace, exercise)
    first.write_text("mine")
    assert write_notebook(workspace, exercise).name == "tensors-2.ipynb"
    assert first.read_text() == "mine"


def test_the_latest_definitions_count_and_trials_do_not():
    cells = [
        "import torch\nLIMIT = 3\nx = torch.ones(10**9)\ndef f(): return 1",
        "def broken(:",
        "import torch\n\n@torch.no_grad()\ndef f():\n    # kept\n    return LIMIT",
        "f()",
    ]
    text = definitions(cells)
    assert text.count("import torch") == 1
    assert "return 1" not in text
    assert "@torch.no_grad()\ndef f():\n    # kept" in text
    assert "LIMIT = 3" in text
    assert "10**9" not in text


def test_cells_are_checked_without_a_lab(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    cells = [RIGHT, "def positives(x):\n    return x[x >= 0]"]
    assert check_cells("2", cells, Console(file=out, width=90))["status"] == "failed"
    assert "Likely mistake" in out.getvalue()
    cells.append("def positives(x):\n    return x[x > 0]")
    assert check_cells("2", cells, Console(file=out))["status"] == "passed"


def test_a_check_is_noted_and_written_but_never_over_the_learners_work(workspace, monkeypatch):
    monkeypatch.chdir(workspace.path)
    exercise = workspace.exercises[1]
    check_cells("2", [RIGHT], Console(file=io.StringIO()))
    assert open_workspace().of(exercise).state == "done"
    assert workspace.file(exercise).read_text().startswith(WRITTEN)
    workspace.file(exercise).write_text("mine")
    check_cells("2", [solution_with("return x")], Console(file=io.StringIO()))
    assert workspace.file(exercise).read_text() == "mine"


def test_a_check_before_the_cells_are_run_empties_no_file(workspace, monkeypatch):
    monkeypatch.chdir(workspace.path)
    exercise = workspace.exercises[1]
    console = Console(file=io.StringIO())
    check_cells("2", [RIGHT], console)
    written = workspace.file(exercise).read_text("utf-8")
    assert written.startswith(WRITTEN)
    with pytest.raises(UserError, match="cellule"):
        check_cells("2", ["x = 1"], console)
    check_cells("2", ["def positives(x):\n    return x"], console)  # one function of several
    assert workspace.file(exercise).read_text("utf-8") == written


def test_the_install_line_names_what_is_installed_here():
    assert install_source().startswith(("gradatim @ ", "gradatim=="))


def test_the_magic_works_in_ipython(tmp_path, monkeypatch, capsys):
    shells = pytest.importorskip("IPython.core.interactiveshell")
    monkeypatch.chdir(tmp_path)
    shell = shells.InteractiveShell()
    load_ipython_extension(shell)
    shell.run_cell(RIGHT, store_history=True)
    shell.run_cell("%check 2", store_history=True)
    assert "3 checks passed" in capsys.readouterr().out
    shell.run_cell("%check nothing", store_history=True)
    assert "There is no exercise 'nothing'" in capsys.readouterr().out
    with pytest.raises(UserError):
        check_cells("nothing", [], Console())
