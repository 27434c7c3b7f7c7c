"""Sentence pairs for translation: Multi30k, and batches of pairs of about equal length.

Multi30k (Elliott et al. 2016) describes 31,014 images in English, German and French. The three
languages are line-aligned; the published splits are used: 29,000 train, 1,014 validation, 1,000
test (2016, Flickr). Its terms allow research and teaching only.

Shapes: B pairs per batch, S source tokens, T target tokens.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.download import fetch
from gradatim.data.language.tokenizers import END, START, pad
from gradatim.data.sampler import ShuffledIndices, torch_generator
from gradatim.errors import UserError, nearest

LANGUAGES = ("en", "de", "fr")
FILES = {"train": "train", "validation": "val", "test": "test_2016_flickr"}


@dataclass(frozen=True)
class Pairs:
    """Sentences and their translations, line by line."""

    sources: list[str]
    targets: list[str]


def load_multi30k(split: str, source: str, target: str) -> Pairs:
    """Load Multi30k in two of its languages.

    Args:
        split: "train", "validation" or "test".
        source: language to translate from: en, de or fr.
        target: language to translate into.

    Raises:
        UserError: an unknown language, or twice the same.
    """
    for language in (source, target):
        if language not in LANGUAGES:
            raise UserError(f"Multi30k has no {language!r}: {nearest(language, LANGUAGES)}")
    if source == target:
        raise UserError(f"source and target are both {source!r}: choose two languages.")
    texts = []
    for language in (source, target):
        with gzip.open(fetch("multi30k", f"{FILES[split]}.{language}.gz"), "rb") as file:
            texts.append([line.strip() for line in file.read().decode("utf-8").split("\n")])
    sources, targets = texts
    if len(sources) != len(targets):
        raise UserError(f"the files of Multi30k {split} differ in length: fetch them again.")
    full = [(s, t) for s, t in zip(sources, targets, strict=True) if s and t]
    return Pairs([s for s, _ in full], [t for _, t in full])


def encode_all(tokenizer: Tokenizer, sentences: Sequence[str]) -> list[Tensor]:
    """Encode sentences between a start and an end token.

    Returns:
        one int64 (T_i,) per sentence.
    """
    start, end = tokenizer.token_to_id(START), tokenizer.token_to_id(END)
    encodings = tokenizer.encode_batch_fast(list(sentences), add_special_tokens=False)
    return [torch.tensor([start, *encoding.ids, end]) for encoding in encodings]


class PairBatches:
    """Batches of pairs whose lengths are close, so that little of a batch is padding.

    Every epoch the pairs are shuffled, cut into pools of 50 batches, and each pool is sorted by
    length before it is cut into batches, which come in shuffled order.

    Args:
        sources: int64 (S_i,) each, with start and end tokens.
        targets: int64 (T_i,) each, with start and end tokens.
        batch_size: B.
        padding: the number of `[PAD]`.
        seed: of the order.

    Yields:
        sources, int64 (B, S), and targets, int64 (B, T).
    """

    POOL = 50  # batches: more sorts better, fewer mixes better

    def __init__(
        self,
        sources: list[Tensor],
        targets: list[Tensor],
        batch_size: int,
        *,
        padding: int,
        seed: int,
    ) -> None:
        self.sources, self.targets, self.padding, self.seed = sources, targets, padding, seed
        self.batch_size = batch_size
        self.order = ShuffledIndices(len(sources), batch_size, seed)
        self.steps_per_epoch = self.order.steps_per_epoch
        lengths = [(len(t), len(s)) for s, t in zip(sources, targets, strict=True)]
        rank = sorted(range(len(lengths)), key=lengths.__getitem__)
        self._rank = torch.empty(len(rank), dtype=torch.long)  # place in the order of lengths
        self._rank[torch.tensor(rank)] = torch.arange(len(rank))
        self._batches = self._batches_of(0)

    def __iter__(self) -> "PairBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        if self.order.position == self.steps_per_epoch:
            self.order.epoch, self.order.position = self.order.epoch + 1, 0
            self._batches = self._batches_of(self.order.epoch)
        index = self._batches[self.order.position].tolist()
        self.order.position += 1
        return (
            pad([self.sources[i] for i in index], self.padding),
            pad([self.targets[i] for i in index], self.padding),
        )

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)
        self._batches = self._batches_of(self.order.epoch)

    def _batches_of(self, epoch: int) -> Tensor:
        """Put an epoch's pairs into batches, int64 (steps, B)."""
        generator = torch_generator(self.seed, epoch, 3)
        n = self.steps_per_epoch * self.batch_size
        shuffle = torch.randperm(len(self.sources), generator=generator)[:n]
        pools = [
            pool[self._rank[pool].argsort()] for pool in shuffle.split(self.POOL * self.batch_size)
        ]
        batches = torch.cat(pools).view(self.steps_per_epoch, self.batch_size)
        return batches[torch.randperm(self.steps_per_epoch, generator=generator)]
