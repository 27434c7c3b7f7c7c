"""Batches of short texts with masked words: one to three sentences, as people write them.

A window of running text begins and ends anywhere; a person who fills in a masked word writes a
whole sentence.

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
from gradatim.errors import encoded_batch

MOST_MASKED = 0.4  # of the places of a rare word: most of the others must stay as context
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
    encodings = encoded_batch(tokenizer, rows, specials=False)
    return [torch.tensor(e.ids[:context]) for e in encodings if len(e.ids) > 1]


def whole_words(tokenizer: Tokenizer) -> Tensor:
    """The tokens that are words: neither pieces (`##ing`) nor punctuation; int64 (V',)."""
    vocabulary = tokenizer.get_vocab()
    return torch.tensor(sorted(n for word, n in vocabulary.items() if word.isalpha()))


def mask_fractions(rows: list[Tensor], ordinary: Tensor, fraction: float, rarity: float) -> Tensor:
    """How often each word is masked, (V,): more often, the rarer it is.

    Of masks that fall evenly, half ask for one of about forty words like "the" and "was", and a
    small network learns little else. Here a word that occurs n times is chosen in proportion to
    n^-rarity.

    Args:
        rows: int64 (T_i,) each, the training text.
        ordinary: int64 (V',), tokens that may be masked.
        fraction: of the ordinary tokens of the text that are chosen, above 0 to 1.
        rarity: 0 masks all words equally often, 1 every word of the vocabulary.
    """
    counts = torch.bincount(torch.cat(rows), minlength=int(ordinary.max()) + 1).double()
    is_ordinary = torch.zeros(len(counts), dtype=torch.bool)
    is_ordinary[ordinary] = True
    counts = counts.masked_fill(~is_ordinary, 0)
    weights = counts.clamp(min=1) ** -rarity
    # So that fraction x all ordinary tokens are masked on average, whatever the rarity; a word that
    # is seldom enough meets the largest fraction, and then a little less is masked.
    scale = fraction * counts.sum() / (counts * weights).sum()
    return (scale * weights).clamp(max=MOST_MASKED).float()


class MaskedSentences:
    """Rows of similar length with masked words to predict.

    Args:
        rows: int64 (T_i,) each.
        batch_size: B.
        ordinary: int64 (V',), tokens that may be masked.
        fraction: of these that are chosen, above 0 to 1.
        rarity: how much more often rare words are chosen, see `mask_fractions`.
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
        rarity: float,
        seed: int,
    ) -> None:
        padding = BERT_SPECIALS.index("[PAD]")
        self.pairs = PairBatches(rows, rows, batch_size, padding=padding, seed=seed)
        self.ordinary, self.seed = ordinary, seed
        self.fractions = mask_fractions(rows, ordinary, fraction, rarity)
        self.batch_size, self.steps_per_epoch = batch_size, self.pairs.steps_per_epoch

    def __iter__(self) -> "MaskedSentences":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        tokens, _ = next(self.pairs)
        order = self.pairs.order
        generator = torch_generator(self.seed, order.epoch, order.position, 2)
        return mask_tokens(tokens, MASK_TOKEN, self.ordinary, generator, self.fractions)

    def state_dict(self) -> dict[str, Any]:
        return self.pairs.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.pairs.load_state_dict(state)
