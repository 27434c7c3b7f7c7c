"""A lesson is read from its file, and what is wrong with one is said in a sentence."""

import re
import textwrap

import pytest

from gradatim.errors import UserError
from gradatim.web.course.documents import FOLDER
from gradatim.web.lessons import lesson as module
from gradatim.web.lessons.lesson import read_lesson, title_of


def lesson(tmp_path, text):
    file = tmp_path / "lesson.toml"
    file.write_text(text, "utf-8")
    return read_lesson(file)


def test_the_handbooks_lesson_is_read(tmp_path):
    text = (FOLDER / "live-page.md").read_text("utf-8")
    found = lesson(tmp_path, re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1])
    assert [(page.kind, page.name) for page in found.pages] == [
        ("chapter", "2"),
        ("view", "gradient_descent"),
        ("exercise", "05-perceptron"),
        ("read", "models/vision/mlp.py"),
    ]
    view = found.pages[1]
    assert view.address(2, "fr") == (
        "/view/gradient_descent?lang=fr&lesson=2&large=0.9&surface=ravine"
    )
    assert [title_of(page, "fr") for page in found.pages[:2]] == [
        "2 · La descente de gradient",
        "Too large a step",
    ]
    assert found.page("4") is found.pages[3]
    assert [found.page(n) for n in ("", "0", "5", "x", "²")] == [None] * 5


def test_the_example_of_the_docstring_is_read(tmp_path):
    text = module.__doc__.partition("\n\n")[2]
    assert len(lesson(tmp_path, textwrap.dedent(text)).pages) == 3


PAGE = 'title = "t"\n[[page]]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ", "not a TOML file"),
        ("title = " + "[" * 9999, "not a TOML file"),
        ("", "no title"),
        ("title = 3", "title must be a text"),
        ('title = "t"', r"no page"),
        ('title = "t"\npage = 3', "no page"),
        ('titel = "t"', "'titel'; did you mean 'title'"),
        (PAGE + "chapter = 77", "Page 1 of the lesson: there is no chapter 77"),
        (PAGE + 'view = "mpl"', "no view 'mpl'; did you mean 'mlp'"),
        (PAGE + 'view = ["mlp"]', "no view"),
        (PAGE + "exercise = 999", "There is no exercise"),
        (PAGE + 'read = "../x.py"', "not a file of ours"),
        (PAGE, "is nothing: give one of"),
        (PAGE + 'view = "mlp"\nchapter = 1', "chapter and view: give one"),
        (PAGE + "chapter = 1\nset = {}", "set belongs to a view"),
        (PAGE + 'view = "mlp"\nset = { widht = 3 }', "'widht'; did you mean 'width'"),
        (PAGE + 'view = "mlp"\nfix = { width = 1000 }', "width is 1000; it must lie between"),
        (PAGE + 'view = "mlp"\nset = 3', "set is a table"),
        (PAGE + 'view = "mlp"\nhide = "seed"', "hide is a list"),
        (PAGE + 'view = "mlp"\nhide = ["sed"]', "did you mean 'seed'"),
        (PAGE + 'view = "mlp"\nsets = {}', "'sets'; did you mean 'set'"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path, text, told):
    with pytest.raises(UserError, match=told) as caught:
        lesson(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        read_lesson(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="UTF-8"):
        read_lesson(tmp_path / "binary.toml")
