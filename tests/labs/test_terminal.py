"""What an answer looks like in a terminal."""

import io

import pytest
import torch
from rich.console import Console

from gradatim.labs.grading.values import show
from gradatim.labs.terminal import show_answer


def shown(answer, language="en"):
    out = io.StringIO()
    show_answer(Console(file=out, width=100), answer, "read on", language)
    return out.getvalue()


def test_rows_of_a_matrix_line_up_under_each_other():
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    answer = {"status": "failed", "sentence": "wrong", "inputs": [{"name": "x", **show(x)}]}
    lines = shown(answer).splitlines()
    first = next(line for line in lines if "[1.," in line)
    second = next(line for line in lines if "[3.," in line)
    assert first.index("[1.") == second.index("[3.")
    assert "(2, 2) float32" in second


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Likely mistake: shifted by one", "Next: read on", "In your file:"]),
        ("fr", ["Erreur probable : shifted by one", "Ensuite : read on", "Dans votre fichier :"]),
    ],
)
def test_labels_follow_the_typography_of_the_language(language, words):
    answer = {
        "status": "failed",
        "sentence": "wrong",
        "mistake": {"name": "shift", "text": "shifted by one"},
        "lines": ["line 1"],
    }
    for word in words:
        assert word in shown(answer, language)


def test_got_is_beside_expected_and_long_tensors_are_cut():
    got, expected = torch.zeros(30, 2), torch.ones(30, 2)
    answer = {
        "status": "failed",
        "sentence": "wrong",
        "got": show(got, expected, 1e-4),
        "expected": show(expected, got, 1e-4),
    }
    text = shown(answer)
    assert "got" in text
    assert "expected" in text
    assert "..." in text
    assert text.count("0  0") == 24


def test_what_the_learner_printed_is_shown_as_it_is():
    answer = {"status": "passed", "sentence": "Correct.", "printed": "[bold]x", "dropped": 7}
    text = shown(answer)
    assert "[bold]x" in text
    assert "7 more characters" in text
