"""Answers for texts: of files, of the rows of tables; and what the report says of a run."""

from pathlib import Path

import pytest
import torch

import gradatim
from gradatim.errors import UserError
from gradatim.reports.own_texts import answers_of
from gradatim.reports.run_report import write_report

WORDS = {"animal": ("dog", "cat", "bird", "horse"), "food": ("soup", "bread", "cake", "rice")}
VERBS = ("saw", "wanted", "found", "liked", "had", "gave me")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    lines = [
        f"She {verb} a {noun}.,{label}"
        for label, nouns in WORDS.items()
        for noun in nouns
        for verb in VERBS
    ]
    (folder / "own.csv").write_text("\n".join(["text,label", *lines]))
    options = {"data": str(folder / "own.csv"), "steps": 10, "show": False}
    return gradatim.train("text-classifier", out=folder / "run", **options)


def test_files_and_rows_are_answered_and_what_is_no_text_is_told(run, tmp_path):
    model = gradatim.load(run)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.txt").write_text("She saw a dog.")
    (tmp_path / "new" / "b.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "new" / "c.csv").write_text("text,when\nShe saw a cake.,now\n,later\n")
    failed: list = []
    answers = dict(model.predict_files(tmp_path / "new", unreadable=failed))
    assert {path.name: a.label for path, a in answers.items()} == {
        "a.txt": "animal",
        "c.csv:2": "food",
    }
    assert [path.name for path, _ in failed] == ["b.txt", "c.csv:3"]
    (tmp_path / "none").mkdir()
    with pytest.raises(UserError, match="has no file that can be read"):
        model.files(tmp_path / "none")
    with pytest.raises(UserError, match="there is no file 'a dog': a text is read from a file"):
        list(model.predict_files([Path("a dog")]))


def test_the_report_compares_with_counted_words(run):
    page = write_report(run.folder).read_text("utf-8")
    assert "Beside counted words" in page
    assert "TF-IDF and logistic regression" in page
    outputs, labels = answers_of(run.folder)
    right = (outputs.argmax(1) == labels).float().mean()
    assert torch.isclose(right, torch.tensor(run.summary()["metrics"]["accuracy"]))
