"""Which examples come, and in what order: parts of a set, and a new shuffle every epoch."""

import warnings
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.spelling import given, spelled

TEST_FRACTION = 0.2  # of every class of one's own data, where nobody says what to test on


def torch_generator(*numbers: int) -> torch.Generator:
    """Make a generator whose stream depends on all the numbers: a seed, an epoch, a step.

    Args:
        numbers: each from 0 to below 2^31.
    """
    seed = 0
    for number in numbers:  # a linear congruential step (Knuth's MMIX constants) mixes each in
        seed = (seed * 6364136223846793005 + number + 1442695040888963407) % 2**63
    return torch.Generator().manual_seed(seed)


def whole_batch(batch_size: int, n_examples: int) -> int:
    """The size of a batch where there may be fewer examples: then each batch holds all of them."""
    if batch_size > n_examples:
        warnings.warn(
            f"{given('batch_size', batch_size)} and there are {n_examples} examples to draw from: "
            "each batch holds all of them.",
            stacklevel=2,
        )
    return min(batch_size, n_examples)


def stratified(labels: Tensor, n_classes: int, fraction: float, seed: int) -> Tensor:
    """Choose a fraction of every class at random: at least one of two, never all; bool (N,).

    Raises:
        UserError: the fraction is not between 0 and 1.
    """
    if not 0 < fraction < 1:
        raise UserError(f"the fraction to hold out is {fraction}: give one above 0 and below 1.")
    generator = torch.Generator().manual_seed(seed)
    chosen = torch.zeros(len(labels), dtype=torch.bool)
    for label in range(n_classes):
        rows = (labels == label).nonzero().flatten()  # (M,)
        rows = rows[torch.randperm(len(rows), generator=generator)]
        n_chosen = min(max(round(fraction * len(rows)), 1), len(rows) - 1)
        chosen[rows[: max(n_chosen, 0)]] = True
    return chosen


def part_of(labels: Tensor, n_classes: int, fraction: float) -> Tensor:
    """Rows of a fraction of every class, int64; a smaller fraction is a part of a larger one."""
    if fraction == 1:
        return torch.arange(len(labels))
    return stratified(labels, n_classes, fraction, seed=2).nonzero().flatten()


def divided(splits: Sequence[str], labels: Tensor, n_classes: int, val_fraction: float) -> Tensor:
    """Which examples are to train (0), validate (1) and test (2), int64 (N,); every class alike.

    Args:
        splits: what the data say of each example: train, validation, test, or "" for nothing.
        labels: int64 (N,).
        n_classes: of them.
        val_fraction: to validate on, where the data do not say it, 0 to below 1.
    """
    numbers = {"": 0, "train": 0, "validation": 1, "test": 2}
    parts = torch.tensor([numbers[split] for split in splits])
    # The test first, and from the whole: it stays the same whatever is validated on.
    if not (parts == 2).any():
        parts[stratified(labels, n_classes, TEST_FRACTION, seed=0) & (parts == 0)] = 2
    rest = (parts == 0).nonzero().flatten()
    if val_fraction and not (parts == 1).any():
        parts[rest[stratified(labels[rest], n_classes, val_fraction, seed=1)]] = 1
    return parts


class ShuffledIndices:
    """An endless stream of index batches; each epoch is its own shuffle, its last rest is left out.

    The shuffle of an epoch depends on the seed and the epoch's number alone, so the state to
    resume from is two numbers.

    Args:
        n_examples: how many there are.
        batch_size: indices per batch.
        seed: of the shuffles.

    Raises:
        UserError: fewer examples than one batch.
    """

    def __init__(self, n_examples: int, batch_size: int, seed: int) -> None:
        if batch_size < 1:
            raise UserError(
                f"{given('batch_size', batch_size)}: give a whole number of at least 1."
            )
        if n_examples < batch_size:
            raise UserError(
                f"the training data make {n_examples} examples, fewer than one batch of "
                f"{batch_size}: give a smaller {spelled('batch_size')}, shorter examples or more "
                "data."
            )
        self.n_examples, self.batch_size, self.seed = n_examples, batch_size, seed
        self.steps_per_epoch = n_examples // batch_size
        self.epoch, self.position = 0, 0
        self._shuffle = self._shuffle_of(0)

    def __iter__(self) -> "ShuffledIndices":
        return self

    def __next__(self) -> Tensor:
        """Give the next indices, int64 (B,)."""
        if self.position == self.steps_per_epoch:
            self.epoch, self.position = self.epoch + 1, 0
            self._shuffle = self._shuffle_of(self.epoch)
        start = self.position * self.batch_size
        self.position += 1
        return self._shuffle[start : start + self.batch_size]

    def state_dict(self) -> dict[str, Any]:
        return {"epoch": self.epoch, "position": self.position}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.epoch, self.position = state["epoch"], state["position"]
        self._shuffle = self._shuffle_of(self.epoch)

    def _shuffle_of(self, epoch: int) -> Tensor:
        # A generator per epoch instead of one that runs on: any epoch can be made again from its
        # number.
        return torch.randperm(self.n_examples, generator=torch_generator(self.seed, epoch))
