"""Translators small enough for a test, by name."""

import torch

from gradatim.models import Seq2Seq, Seq2SeqConfig, Transformer, TransformerConfig

V = 20


MAKE = {
    "bahdanau": lambda: Seq2Seq(
        Seq2SeqConfig(
            source_vocabulary_size=V,
            target_vocabulary_size=V,
            embedding_width=8,
            width=12,
            maxout_width=6,
        )
    ),
    "transformer": lambda: Transformer(
        TransformerConfig(vocabulary_size=V, width=16, hidden=24, n_layers=2, n_heads=2, dropout=0)
    ),
    "transformer-norm-first": lambda: Transformer(
        TransformerConfig(
            vocabulary_size=V,
            width=16,
            hidden=24,
            n_layers=2,
            n_heads=2,
            dropout=0,
            norm_first=True,
        )
    ),
}


def padded_batch():
    """Two sentences of 6 and 4 words, and 5 target words each."""
    source, target = torch.randint(1, V, (2, 6)), torch.randint(1, V, (2, 5))
    source[1, 4:] = 0
    return source, target, source != 0
