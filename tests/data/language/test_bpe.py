"""Byte-pair encoding: the written-out version against the tokenizers library."""

import doctest

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from gradatim.data.language import bpe, text


def test_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(bpe).failed == 0


def test_learns_the_merges_of_the_tokenizers_library() -> None:
    sample = text.load("docs").train.read()[:20_000]
    n_merges = 200
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    characters = len(set(sample) - set(" \n"))
    trainer = trainers.BpeTrainer(vocab_size=characters + n_merges, show_progress=False)
    tokenizer.train_from_iterator([sample], trainer)

    merges = bpe.learn_merges(bpe.count_words(sample), n_merges)

    assert set(tokenizer.get_vocab()) - set(sample) == {a + b for a, b in merges}
    for word in sorted(set(sample.split()))[:300]:
        assert bpe.apply_merges(word, merges) == tokenizer.encode(word).tokens


def test_stops_when_every_word_is_one_token() -> None:
    assert bpe.learn_merges({"ab": 3}, 10) == [("a", "b")]


def test_overlapping_occurrences_are_merged_from_the_left() -> None:
    assert bpe.merge(("a", "a", "a"), ("a", "a")) == ("aa", "a")


def test_a_negative_number_of_merges_is_refused() -> None:
    with pytest.raises(ValueError, match="n_merges is -1"):
        bpe.learn_merges({"ab": 1}, -1)
