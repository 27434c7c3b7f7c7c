"""Tokenizers: nothing is lost, special tokens stay whole, what is unknown is named."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gradatim.data.language.tokenizers import (
    BERT_SPECIALS,
    TRANSLATION_SPECIALS,
    character_tokenizer,
    encode,
    from_text,
    pad,
    train_bpe,
    train_word_pieces,
)
from gradatim.errors import UserError

SAMPLE = "The rat runs.\nThe python runs faster, the rat is caught.\n" * 20
BPE = train_bpe([SAMPLE], 300)


def test_characters_come_back_and_are_numbered_in_order() -> None:
    tokenizer = character_tokenizer([SAMPLE])
    numbers = encode(tokenizer, SAMPLE)
    assert len(numbers) == len(SAMPLE)
    assert numbers.max() == len(set(SAMPLE)) - 1
    assert numbers[0] == sorted(set(SAMPLE)).index("T")
    assert tokenizer.decode(numbers.tolist()) == SAMPLE


def test_an_unseen_character_is_named() -> None:
    with pytest.raises(UserError, match="'é', '🐀'"):
        encode(character_tokenizer([SAMPLE]), "the é rat 🐀")


def test_an_unseen_character_becomes_unknown_where_that_is_allowed() -> None:
    tokenizer = character_tokenizer(["abc"], TRANSLATION_SPECIALS, lowercase=True)
    assert encode(tokenizer, "AéC").tolist() == [4, 1, 6]


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_bytes_can_write_any_text(text: str) -> None:
    assert BPE.decode(encode(BPE, text).tolist()) == text


def test_bpe_is_shorter_than_bytes() -> None:
    assert len(encode(BPE, SAMPLE)) < len(SAMPLE) / 3


def test_bpe_refuses_a_vocabulary_below_the_bytes() -> None:
    with pytest.raises(UserError, match="at least 257"):
        train_bpe([SAMPLE], 100)


def test_word_pieces_keep_the_mask_and_ignore_case() -> None:
    tokenizer = train_word_pieces([SAMPLE], 100)
    assert [tokenizer.token_to_id(s) for s in BERT_SPECIALS] == [0, 1, 2, 3, 4]
    tokens = tokenizer.encode("The [MASK] runs").tokens
    assert tokens == ["the", "[MASK]", "runs"]
    assert tokenizer.decode(encode(tokenizer, "THE RAT").tolist()) == "the rat"


def test_word_pieces_are_the_same_in_every_run() -> None:
    assert len({train_word_pieces([SAMPLE], 100).to_str() for _ in range(5)}) == 1


def test_a_saved_tokenizer_is_the_same() -> None:
    for tokenizer in (BPE, character_tokenizer([SAMPLE]), train_word_pieces([SAMPLE], 80)):
        assert encode(from_text(tokenizer.to_str()), SAMPLE).equal(encode(tokenizer, SAMPLE))


def test_pad_fills_at_the_end() -> None:
    rows = pad([torch.tensor([5, 6, 7]), torch.tensor([8])], 0)
    assert rows.tolist() == [[5, 6, 7], [8, 0, 0]]
