"""Masked words are filled in with the likeliest words of the model, most likely first."""

import pytest
import torch
from tokenizers import Tokenizer, models

from gradatim.errors import UserError
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.fill_mask import fill_mask

WORDS = ["[PAD]", "[UNK]", "[MASK]", "the", "cat", "sat"]
MASK, THE, CAT = 2, 3, 4


@pytest.fixture
def bert():
    return BERT(BERTConfig(vocabulary_size=6, context=8, width=8, hidden=8, n_layers=1, n_heads=2))


@pytest.fixture
def tokenizer():
    return Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}))


def test_words_and_probabilities_are_those_of_the_model(bert, tokenizer):
    bert.eval()
    tokens = [THE, MASK, CAT, MASK]
    found = fill_mask(bert, tokenizer, tokens, n_best=6)
    expected = bert(torch.tensor([tokens]))[0, [1, 3]].softmax(-1)
    assert len(found) == 2
    for words, probabilities in zip(found, expected, strict=True):
        assert [p for _, p in words] == sorted((p for _, p in words), reverse=True)
        assert {word: pytest.approx(p, rel=1e-5) for word, p in words} == dict(
            zip(WORDS, probabilities.tolist(), strict=True)
        )


@pytest.mark.parametrize(
    ("tokens", "message"),
    [([THE, CAT], r"has no \[MASK\]"), ([MASK] * 9, "9 tokens are more than .* at once, 8")],
)
def test_texts_that_cannot_be_filled_are_refused(bert, tokenizer, tokens, message):
    with pytest.raises(UserError, match=message):
        fill_mask(bert.eval(), tokenizer, tokens)
