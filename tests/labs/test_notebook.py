"""A notebook holds the task and imports the learner's file; it never holds a solution."""

import json

import pytest

from gradatim.labs.notebook import write_notebook
from gradatim.labs.workspace import init_workspace, open_workspace

nbformat = pytest.importorskip("nbformat")


@pytest.fixture
def workspace(tmp_path):
    init_workspace(tmp_path / "lab", "fr")
    return open_workspace(tmp_path / "lab")


def test_notebook_is_valid_and_imports_the_learners_file(workspace):
    exercise = workspace.exercises[0]
    workspace.file(exercise).write_text(exercise.solution, "utf-8")
    path = write_notebook(workspace, exercise)
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = "\n".join(cell["source"] for cell in book.cells if cell["cell_type"] == "code")
    assert "import tensors" in code
    assert "permute" not in code
    assert book.cells[0]["source"] == exercise.text("task", "fr")
    assert json.loads(path.read_text("utf-8"))["nbformat"] == 4


def test_a_notebook_that_exists_is_left_alone(workspace):
    exercise = workspace.exercises[0]
    first = write_notebook(workspace, exercise)
    first.write_text("mine")
    assert write_notebook(workspace, exercise).name == "tensors-2.ipynb"
    assert first.read_text() == "mine"
