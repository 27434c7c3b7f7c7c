"""Batches of labeled texts: tokens under each other, and the class of each text.

Shapes: B texts per batch, T tokens.
"""

from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.language import tokenizers
from gradatim.data.sampler import ShuffledIndices
from gradatim.errors import encoded_batch

AT_ONCE = 64  # texts that are read in one pass where nothing is learned
MOST_TOKENS = 512  # of a text; the encoder may read fewer
Rows = list[tuple[Tensor, int]]  # tokens (T_i,) and class


class LabeledBatches:
    """Shuffled texts with their classes.

    Yields:
        tokens, int64 (B, T), a mask and classes, int64 (B,), see `as_batch`.
    """

    def __init__(self, rows: Rows, batch_size: int, seed: int) -> None:
        self.rows = rows
        self.order = ShuffledIndices(len(rows), batch_size, seed)
        self.batch_size, self.steps_per_epoch = batch_size, self.order.steps_per_epoch

    def __iter__(self) -> "LabeledBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor, Tensor]:
        return as_batch([self.rows[i] for i in next(self.order).tolist()])

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)


def as_batch(rows: Rows) -> tuple[Tensor, Tensor, Tensor]:
    """Texts under each other: tokens (B, T), mask (B, T), True at tokens, and classes (B,)."""
    texts = [tokens for tokens, _ in rows]
    # By their lengths: token 0 is padding for BERT, and begins every text of RoBERTa.
    mask = tokenizers.pad([torch.ones(len(text), dtype=torch.bool) for text in texts], False)
    return tokenizers.pad(texts, 0), mask, torch.tensor([label for _, label in rows])


def token_rows(tokenizer: Tokenizer, examples: list[tuple[str, int]]) -> Rows:
    """Texts as tokens, with their classes."""
    encodings = encoded_batch(tokenizer, [text for text, _ in examples])
    cut = (torch.tensor(e.ids[:MOST_TOKENS] or [1]) for e in encodings)  # 1: [UNK]
    return [(tokens, label) for tokens, (_, label) in zip(cut, examples, strict=True)]
