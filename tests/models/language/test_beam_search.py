"""Beam search: a wide beam finds the best of all translations; a batch is read row by row."""

from itertools import product

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.language.beam_search import beam_search
from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig

TRANSLATORS = {
    "bahdanau": lambda: Seq2Seq(
        Seq2SeqConfig(
            source_vocabulary_size=6,
            target_vocabulary_size=5,
            embedding_width=6,
            width=8,
            maxout_width=4,
        )
    ),
    "transformer": lambda: Transformer(
        TransformerConfig(vocabulary_size=5, width=8, hidden=12, n_layers=1, n_heads=2, dropout=0)
    ),
}


@pytest.mark.parametrize("name", TRANSLATORS)
@torch.no_grad()
def test_a_wide_beam_finds_the_best_of_all_translations(name):
    model = TRANSLATORS[name]().eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    source = torch.tensor([[1, 2, 3], [4, 1, 0]])
    mask = source != 0
    found = beam_search(
        model, source, mask, start=1, end=2, n_words=4, n_beams=60, length_penalty=0, forbidden=(0,)
    )
    for row in range(2):
        scored = {}
        for length in range(4):
            for words in product((1, 3, 4), repeat=length):
                text = torch.tensor([[1, *words, 2]])
                logits = model(source[row : row + 1], text[:, :-1], mask[row : row + 1])[0]
                logits[:, 0] = -torch.inf
                logs = logits.log_softmax(-1)
                scored[words] = logs.gather(1, text[0, 1:, None]).sum().item()
        best = max(scored, key=lambda words: scored[words])
        assert tuple(found[row]) == best


@pytest.mark.parametrize("name", TRANSLATORS)
def test_sentences_of_a_batch_are_translated_as_if_alone(name):
    model = TRANSLATORS[name]().eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    source = torch.tensor([[1, 2, 3], [4, 1, 0], [3, 0, 0]])
    options = {"start": 1, "end": 2, "n_words": 8, "n_beams": 3}
    together = beam_search(model, source, source != 0, **options)
    for row in range(3):
        length = int((source[row] != 0).sum())
        assert beam_search(model, source[row : row + 1, :length], **options) == [together[row]]


def test_no_beam_is_no_search():
    model = TRANSLATORS["bahdanau"]().eval()
    with pytest.raises(UserError, match="n_beams is 0 and n_words is 3"):
        beam_search(model, torch.ones(1, 2, dtype=torch.long), start=1, end=2, n_words=3, n_beams=0)
