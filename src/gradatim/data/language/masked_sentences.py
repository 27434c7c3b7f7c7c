"""Batches of short texts with masked words: one to three sentences, as people write them.

A window of running text begins and ends anywhere; who fills a gap writes a sentence.

Shapes: B rows per batch, T tokens per row.
"""

import random
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.language.everyday import sentences
from gradatim.data.language.lm_batches import mask_tokens
from gradatim.data.language.multi30k import PairBatches
from gradatim.data.language.passage import Passage
from gradatim.data.language.tokenizers import BERT_SPECIALS, MASK_TOKEN
from gradatim.data.sampler import torch_generator

LENGTHS = (1, 1, 2, 3)  # sentences of a row, drawn with equal probability


def sentence_rows(tokenizer: Tokenizer, text: Passage, context: int, seed: int) -> list[Tensor]:
    """Begin a row at every sentence of a text.

    Args:
        tokenizer: of the model.
        text: a line holds sentences that belong together.
        context: longest row; what is longer is cut.
        seed: of how many sentences follow.

    Returns:
        int64 (T_i,) each.
    """
    draw = random.Random(seed)
    rows: list[str] = []
    for line in sentences(text):
        rows += [" ".join(line[i : i + draw.choice(LENGTHS)]) for i in range(len(line))]
    encodings = tokenizer.encode_batch_fast(rows, add_special_tokens=False)
    return [torch.tensor(e.ids[:context]) for e in encodings if len(e.ids) > 1]


def whole_words(tokenizer: Tokenizer) -> Tensor:
    """The tokens that are words: neither pieces (`##ing`) nor punctuation; int64 (V',)."""
    vocabulary = tokenizer.get_vocab()
    return torch.tensor(sorted(n for word, n in vocabulary.items() if word.isalpha()))


class MaskedSentences:
    """Rows of similar length with masked words to predict.

    Args:
        rows: int64 (T_i,) each.
        batch_size: B.
        ordinary: int64 (V',), tokens that may be masked.
        fraction: of these that are chosen, above 0 to 1.
        seed: of order and masks.

    Yields:
        inputs, int64 (B, T), padded at the end, and targets, -100 where nothing is asked.
    """

    def __init__(
        self,
        rows: list[Tensor],
        batch_size: int,
        *,
        ordinary: Tensor,
        fraction: float,
        seed: int,
    ) -> None:
        padding = BERT_SPECIALS.index("[PAD]")
        self.pairs = PairBatches(rows, rows, batch_size, padding=padding, seed=seed)
        self.ordinary, self.fraction, self.seed = ordinary, fraction, seed
        self.batch_size, self.steps_per_epoch = batch_size, self.pairs.steps_per_epoch

    def __iter__(self) -> "MaskedSentences":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        tokens, _ = next(self.pairs)
        order = self.pairs.order
        generator = torch_generator(self.seed, order.epoch, order.position, 2)
        return mask_tokens(tokens, MASK_TOKEN, self.ordinary, generator, self.fraction)

    def state_dict(self) -> dict[str, Any]:
        return self.pairs.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.pairs.load_state_dict(state)
