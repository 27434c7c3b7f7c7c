"""What the reports of language runs show: text, masked words, translations with their attention."""

import re

import pytest
import torch

from gradatim.recipes.language.translation.translate import Alignment
from gradatim.reports.language import (
    EVEN_TEXT,
    alignment_figure,
    is_even,
    language_sections,
    masked_sections,
    open_text_run,
    translation_sections,
)

TINY = {"width": 16, "n_layers": 1, "n_heads": 2, "context": 64, "batch_size": 4, "steps": 3}


@pytest.fixture
def own_text(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("The rat eats the cheese. The python sleeps in the maze.\n" * 150)
    return str(path)


def test_a_language_model_writes_the_same_text_again(own_text, train):
    run = train("text", "text-gpt", **TINY, vocabulary=300, text=own_text)
    [section] = language_sections(run)
    assert section.title == "Generated text"
    said, *lines = section.body
    assert "400 tokens at most, sampled at temperature 0.8" in said
    assert lines
    assert language_sections(run)[0].body == section.body


def test_a_masked_model_predicts_each_example_three_times(train):
    run = train("bert", "docs-bert", **TINY, vocabulary=1500)
    [section] = masked_sections(run)
    _, _, info = open_text_run(run)
    rows = re.findall("<tr><td>(.*?)</tr>", section.body[1])
    assert len(rows) == len(info.examples)
    for row, (_, word) in zip(rows, info.examples, strict=True):
        assert f">{word}<" in row
        assert row.count(" %") == 3


def test_translations_stand_beside_their_references_with_their_attention(train):
    small = {"embedding_width": 8, "width": 16, "batch_size": 8, "steps": 1, "beam_size": 1}
    run = train("dates", "dates-bahdanau", **small)
    translations, attention = translation_sections(run)
    _, _, info = open_text_run(run)
    for source, reference in info.examples:
        assert f"<td>{source}</td>" in translations.body[0]
        assert f">{reference}<" in translations.body[0]
    assert EVEN_TEXT in attention.body[1]  # after one step
    assert attention.body[2].count("<svg") == 4


def test_attention_that_points_somewhere_has_learned_something():
    even, pointing = torch.full((4, 3), 1 / 3), torch.eye(3)[[0, 1, 2, 2]]
    alignments = [Alignment(list("abc"), list("xyzw"), weights) for weights in (even, pointing)]
    assert is_even(alignments[:1])
    assert not is_even(alignments[1:])
    assert not is_even([])


def test_an_alignment_has_a_row_per_target_token_and_a_column_per_source_token():
    alignment = Alignment(["ab", " ", "end"], ["x", "y", "z", "end"], torch.rand(4, 3))
    svg = alignment_figure(alignment)
    ticks = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    assert ticks == ["ab", "␣", "end", "x", "y", "z", "end"]
    assert "Attention of each token of 'xyz' to those of 'ab '" in svg.replace("&#x27;", "'")
