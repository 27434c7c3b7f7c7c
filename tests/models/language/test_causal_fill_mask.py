"""Gaps filled from left to right: whole words, compared by the whole sentence."""

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from gradatim.errors import UserError
from gradatim.models.language.causal_fill_mask import (
    causal_fill_mask,
    cut_at_mask,
    log_probability_of_texts,
    words_after,
)
from gradatim.models.language.gpt import GPT, GPTConfig

WORDS = ["<s>", "▁the", "▁cat", "▁sat", "▁2nd", "ting", "▁dog", "▁The"]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<s>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


@pytest.fixture(scope="module")
def model() -> GPT:
    torch.manual_seed(0)
    config = GPTConfig(vocabulary_size=len(WORDS), context=8, width=16, n_layers=1, n_heads=2)
    return GPT(config).eval()


def test_texts_of_any_length_have_the_probability_that_they_have_alone(model, tokenizer) -> None:
    texts = ["the cat sat the dog", "the dog", "cat"]
    together = log_probability_of_texts(model, tokenizer, [0], texts)
    for text, found in zip(texts, together, strict=True):
        tokens = torch.tensor([0, *tokenizer.encode(text).ids])
        scores = model(tokens[None])[0].log_softmax(-1)
        alone = sum(scores[i, tokens[i + 1]] for i in range(len(tokens) - 1))
        torch.testing.assert_close(found, alone)


def test_only_whole_words_are_tried(model, tokenizer) -> None:
    assert set(words_after(model, tokenizer, [0, 1], 100)) == {"the", "cat", "sat", "dog", "The"}
    scores = model(torch.tensor([[0, 1]]))[0, -1]
    best = max((1, 2, 3, 6, 7), key=lambda number: scores[number])
    assert words_after(model, tokenizer, [0, 1], 1) == [WORDS[best][1:]]


def test_the_word_is_first_that_makes_the_whole_sentence_likeliest(model, tokenizer) -> None:
    found = causal_fill_mask(model, tokenizer, "the [MASK] sat", [0], proposed=["cat", "thecat"])
    assert {"cat", "dog", "thecat"} <= set(found)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    [cat] = log_probability_of_texts(model, tokenizer, [0], ["the cat sat"]).tolist()
    assert found["cat"] == pytest.approx(cat)


def test_what_begins_a_sentence_has_a_capital_letter(model, tokenizer) -> None:
    assert "The" in causal_fill_mask(model, tokenizer, "[MASK] cat", [0])
    assert "the" not in causal_fill_mask(model, tokenizer, "[MASK] cat", [0])


@pytest.mark.parametrize("text", ["the cat", "the [MASK] [MASK]"])
def test_one_gap_is_filled(text) -> None:
    with pytest.raises(UserError, match=r"write \[MASK\] in place of one word"):
        cut_at_mask(text)
