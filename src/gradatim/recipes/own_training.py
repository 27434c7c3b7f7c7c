"""What training on one's own data has in common: how long, and what of rare classes."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.training import Task, TrainConfig

Balance = Literal["none", "weights", "sampling"]
FEW = 0.1  # of the examples: a class with less is told of
STEPS_BETWEEN_EVALUATIONS = 20
PATIENCE = 0.5  # of the run, without a lower validation loss


def fitted(train: TrainConfig, task: Task, *, epochs: int, fewest: int, most: int) -> TrainConfig:
    """Train as long as the data need it, where nothing was said, and stop early.

    Args:
        train: what was said.
        task: with its batches.
        epochs: passes over the data, but at least `fewest` steps, and at most `most` steps or three
            passes.
        fewest, most: optimizer steps.
    """
    an_epoch = task.batches.steps_per_epoch
    if train.epochs is None and train.steps is None:
        train = replace(train, steps=min(max(epochs * an_epoch, fewest), max(most, 3 * an_epoch)))
    if not task.has_validation:
        return train
    every = train.evaluate_every or max(an_epoch, STEPS_BETWEEN_EVALUATIONS)
    patience = math.ceil(PATIENCE * train.total_steps(an_epoch) / every)
    return replace(train, evaluate_every=every, patience=train.patience or max(patience, 3))


def tell_rare(labels: Tensor, classes: Sequence[str], balance: Balance, offered: str) -> None:
    """Warn of classes with few of the training examples, where nothing is done about it.

    Args:
        labels: int64 (N,).
        classes: their names.
        balance: what is done.
        offered: the options that would help, as they are typed.
    """
    counts = labels.bincount(minlength=len(classes)).tolist()
    limit = min(FEW, 0.5 / len(classes)) * len(labels)
    few = [f"{name} ({n})" for name, n in zip(classes, counts, strict=True) if n < limit]
    if few and balance == "none":
        warnings.warn(
            f"few of the {len(labels):,} training examples are of {', '.join(few)}: {offered} lets "
            "them count as much as the others.",
            stacklevel=3,
        )


def check_learned(labels: Tensor, classes: Sequence[str]) -> None:
    """Refuse classes that are there to validate or test only.

    Args:
        labels: of all training examples, int64 (N,).
        classes: their names.

    Raises:
        UserError: no training example of a class.
    """
    counts = labels.bincount(minlength=len(classes)).tolist()
    never = [name for name, n in zip(classes, counts, strict=True) if not n]
    if never:
        raise UserError(
            f"no training example is of {', '.join(never)}: add some, or remove the class."
        )


def class_weights(labels: Tensor, n_classes: int) -> Tensor:
    """Weights by which every class counts the same, (K,); over the examples their mean is 1."""
    counts = labels.bincount(minlength=n_classes)
    return len(labels) / (n_classes * counts.clamp(min=1)).float()


def evened_out(labels: Tensor, seed: int) -> Tensor:
    """Rows in which those of rare classes come several times, so that all classes have as many."""
    most, generator = int(labels.bincount().max()), torch.Generator().manual_seed(seed)
    parts = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        some = rows[torch.randperm(len(rows), generator=generator)][: most % len(rows)]
        parts += [rows.repeat(most // len(rows)), some]
    return torch.cat(parts)
