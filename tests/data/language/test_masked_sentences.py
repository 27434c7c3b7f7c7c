"""Masked sentences: rows that begin at every sentence, whole words, rare words more often."""

import pytest
import torch

from gradatim.data.language.lm_batches import IGNORED
from gradatim.data.language.masked_sentences import (
    MaskedSentences,
    mask_fractions,
    sentence_rows,
    whole_words,
)
from gradatim.data.language.passage import Passage
from gradatim.data.language.tokenizers import MASK_TOKEN, train_word_pieces

STORY = 'Tom had a red ball. "Come and play!" said Tom. The dog ran. It was happy.'


@pytest.fixture(scope="module")
def tokenizer():
    return train_word_pieces([STORY] * 5, 90)


def test_a_row_begins_at_every_sentence(tokenizer) -> None:
    rows = sentence_rows(tokenizer, Passage.whole(STORY + "\n"), context=30, seed=0)
    assert len(rows) == 4
    assert tokenizer.decode(rows[-1].tolist()).startswith("it was happy")
    assert all(len(row) <= 30 for row in rows)


def test_only_whole_words_are_masked(tokenizer) -> None:
    rows = sentence_rows(tokenizer, Passage.whole((STORY + "\n") * 8), context=30, seed=0)
    ordinary = whole_words(tokenizer)
    batches = MaskedSentences(rows, 8, ordinary=ordinary, fraction=0.5, rarity=0.5, seed=0)
    inputs, targets = next(batches)
    chosen = targets != IGNORED
    assert chosen.any()
    assert torch.isin(targets[chosen], ordinary).all()
    assert (inputs[chosen] == MASK_TOKEN).float().mean() > 0.5
    state = batches.state_dict()
    following = next(batches)
    batches.load_state_dict(state)
    assert all(torch.equal(a, b) for a, b in zip(next(batches), following, strict=True))


def test_rare_words_are_masked_more_often_and_as_many_in_all() -> None:
    rows = [torch.tensor([5] * 100 + [6] * 25 + [3] * 50)]  # 3 is never masked
    ordinary = torch.tensor([5, 6, 7])
    even = mask_fractions(rows, ordinary, 0.2, rarity=0)
    assert torch.allclose(even[ordinary], torch.tensor(0.2))
    skewed = mask_fractions(rows, ordinary, 0.2, rarity=0.5)
    assert skewed[6] == pytest.approx(2 * skewed[5])  # the root of 100 / 25
    assert 100 * skewed[5] + 25 * skewed[6] == pytest.approx(0.2 * 125)
    assert mask_fractions(rows, ordinary, 0.9, rarity=1)[6] == pytest.approx(0.4)  # the largest
