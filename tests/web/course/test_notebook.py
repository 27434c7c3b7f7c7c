"""Every chapter becomes a notebook: its text, its lines as cells, its views as widgets."""

import re

import pytest

from gradatim.web.course.documents import Document, chapters, read
from gradatim.web.course.notebook import notebook, write_notebooks

nbformat = pytest.importorskip("nbformat")

PAGE = """# A page

See [chapter 2](02-gradient-descent.md#here), [the loop](../../src/gradatim/training/loop.py).

[A line](../../src/gradatim/views/perceptron "data=xor&rate=0.5")

Lines:

    >>> x = 2
    >>> x + 1
    3
    >>> y = x

![Digits](../figures/saliency-maps.png)

    gradatim train digits-mlp
"""


def code(book):
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def test_lines_views_links_and_images_of_a_page_become_cells():
    book = notebook(Document("chapters/a", "en", PAGE))
    nbformat.validate(book)
    text = "\n".join(cell["source"] for cell in book["cells"] if cell["cell_type"] == "markdown")
    assert "[chapter 2](02-gradient-descent.ipynb), the loop." in text
    assert "    gradatim train digits-mlp" in text
    assert ">>>" not in text
    install, view, lines, last = code(book)
    assert "%pip install" in install["source"]
    assert view["source"].endswith("Perceptron(data='xor', rate=0.5)")
    assert lines["source"] == "x = 2\nx + 1"
    assert lines["outputs"][0]["text"] == "3\n"
    assert last["source"] == "y = x"
    assert any("saliency-maps.png" in cell.get("attachments", {}) for cell in book["cells"])


def test_all_chapters_are_written_in_both_languages(tmp_path):
    for language in ("en", "fr"):
        paths = write_notebooks(tmp_path / language, language)
        assert [f"chapters/{path.stem}" for path in paths] == list(chapters())
        for path in paths:
            nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("chapter", ["chapters/01-perceptron"])
def test_a_notebook_runs_from_top_to_bottom(chapter):
    """All of them run once a week, in a kernel: .github/workflows/weekly.yml."""
    shells = pytest.importorskip("IPython.core.interactiveshell")
    pytest.importorskip("anywidget")
    shell = shells.InteractiveShell()
    for cell in code(notebook(read(chapter, "en"))):
        done = shell.run_cell(cell["source"], silent=True)
        done.raise_error()
        if hasattr(done.result, "close"):
            done.result.close()
        elif cell["outputs"] and done.result is not None:
            said = cell["outputs"][0]["text"]
            assert re.sub(r"\s", "", repr(done.result)) == re.sub(r"\s", "", said)
