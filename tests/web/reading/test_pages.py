"""Source code as a page: its lines, the documents that name it, and the field of its owner."""

import re
from html import unescape

from gradatim.web.course.markdown import PACKAGE
from gradatim.web.reading.pages import files, lines_of, ours, own, pages_about

SOURCE = 'def f(x):\n    """Two\n    lines, a < b."""\n    return x\n'


def test_every_line_of_a_file_is_a_line_of_the_page():
    shown = [unescape(re.sub("<[^>]+>", "", line)) for line in lines_of(SOURCE)]
    assert shown == SOURCE.splitlines()
    for line in lines_of(SOURCE):  # colors end with their line
        assert line.count("<span") == line.count("</span>")


def test_a_file_leads_to_the_documents_that_name_it():
    assert "architecture" in pages_about("training/loop.py")
    assert pages_about("training/no_such.py") == []


def test_only_the_owner_gets_a_field_for_a_program():
    assert (PACKAGE / "models/vision/mlp.py").is_file()
    assert "<textarea" in ours("en", "models/vision/mlp.py", True)
    assert "<textarea" not in ours("en", "models/vision/mlp.py", False)
    assert "<textarea" in own("fr", "mine.py", SOURCE)


def test_names_of_files_cannot_write_html(tmp_path):
    page = files("en", tmp_path, ["<b>.py"])
    assert "<b>.py" not in page
    assert "&lt;b&gt;.py" in page
