"""The attention page: every layer and head, the sentence's own tokens, words for habits."""

import re

import pytest
import torch

from gradatim.errors import UserError
from gradatim.insight.attention import attention_page, describe, head_map
from gradatim.models.attention import attention_maps
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig


def test_habits_of_heads_are_said_in_words():
    before = torch.zeros(5, 5)
    before[range(1, 5), range(4)] = 1
    before[0, 0] = 1
    assert describe(torch.eye(5)) == "looks at itself (100 %)"
    assert describe(before) == "looks at the token before (100 %)"
    assert describe(torch.eye(5)[:1].expand(5, 5)) == "looks at the first token (100 %)"
    assert describe(torch.full((5, 5), 0.2)) == "spreads over 5.0 tokens"
    assert describe(torch.full((2, 5), 0.2)) == "spreads over 5.0 tokens"


def test_tokens_are_escaped_and_spaces_shown():
    drawing = head_map(torch.eye(2), ["<b>", " a"], ["<b>", "\n"])
    assert "<b>" not in drawing
    assert "&lt;b&gt;" in drawing
    assert "·a" in drawing
    assert "⏎" in drawing


def test_a_page_has_every_layer_and_head_and_asks_for_nothing():
    model = GPT(GPTConfig(vocabulary_size=9, context=8, width=8, n_layers=3, n_heads=2)).eval()
    maps = attention_maps(model, torch.tensor([[1, 2, 3]]))
    page = attention_page(maps, ["one", "two", "three"], title="A & B")
    assert page.count("<figure>") == 6
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["Layer 1", "Layer 2", "Layer 3"]
    assert "A &amp; B" in page
    assert "3 layers, 6 heads" in page
    first = dict([next(iter(maps.items()))])
    assert "1 layer, 2 heads" in attention_page(first, ["one", "two", "three"])
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!data:)', page)


def test_a_translators_page_names_who_looks_at_what():
    config = TransformerConfig(vocabulary_size=9, width=8, hidden=8, n_layers=1, n_heads=2)
    maps = attention_maps(
        Transformer(config).eval(), torch.tensor([[1, 2, 3, 4]]), torch.tensor([[5, 6]])
    )
    page = attention_page(maps, list("abcd"), ["u", "v"])
    assert re.findall(r"<h2>(.*?)</h2>", page) == [
        "Encoder layer 1",
        "Decoder layer 1",
        "Decoder layer 1, looking at the source",
    ]
    crossing = page.split("looking at the source</h2>")[1]
    assert [crossing.count(f">{t}</text>") for t in "abcduv"] == [2] * 6


def test_what_cannot_be_shown_is_refused():
    with pytest.raises(UserError, match="no attention layers"):
        attention_page({}, ["a"])
    with pytest.raises(UserError, match="has 65 tokens; a page can show 64"):
        attention_page({"blocks.0.attention": torch.ones(1, 1, 65, 65)}, ["a"] * 65)
