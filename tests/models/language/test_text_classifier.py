"""A classifier that reads, and counts words beside it."""

import pytest
import torch

from gradatim.models.language.bert import BERTConfig
from gradatim.models.language.text_classifier import TextClassifier, WordCounts

SIZES = BERTConfig(vocabulary_size=50, context=8, width=8, hidden=8, n_layers=1, n_heads=2)


def test_words_and_pairs_are_counted_and_padding_is_not():
    counts = WordCounts(1009, 2)
    tokens = torch.tensor([[5, 6, 5, 6, 0, 0]])
    found = counts.features(tokens, tokens != 0)[0]
    assert found.norm() == pytest.approx(1)
    assert int((found > 0).sum()) == 4  # 5, 6, 5-6, 6-5
    assert torch.equal(found, counts.features(tokens[:, :4])[0])
    assert found[5] > found[(6 * 1_000_003 + 5 + 1) % 1009]  # twice, and once


def test_trust_mixes_what_is_read_and_what_is_counted():
    model = TextClassifier(SIZES, 3, 100).eval()
    model.counted.weight.normal_()
    tokens = torch.randint(1, 50, (2, 20))  # longer than the encoder reads
    for trust, wanted in ((0.0, model.read(tokens)), (1.0, model.counted(tokens))):
        model.counted.trust.fill_(trust)
        torch.testing.assert_close(model(tokens), wanted)
    alone = TextClassifier(SIZES, 3)
    assert alone.counted is None
