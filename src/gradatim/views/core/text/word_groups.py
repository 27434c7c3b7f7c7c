"""The words that the pieces of a tokenizer make: people read words on the axes, models pieces.

Shapes: T pieces, W words.
"""

from collections.abc import Sequence

import torch
from torch import Tensor


def word_groups(pieces: Sequence[str], masked: bool) -> list[list[int]]:
    """Which pieces make each word: lists of places, in order.

    Args:
        pieces: as `TextModel.token_strings` writes them.
        masked: whether they are those of a BERT, where what goes on begins with "##".
    """
    groups: list[list[int]] = []
    for place, piece in enumerate(pieces):
        if masked:
            goes_on = piece.startswith("##")
        else:  # a word begins with its space; a sign of punctuation is a word
            goes_on = piece[:1].isalnum() and pieces[place - 1][-1:].isalnum()
        if goes_on and groups:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def joined(pieces: Sequence[str], groups: list[list[int]]) -> list[str]:
    """The words as texts."""
    return ["".join(pieces[i].removeprefix("##") for i in group) for group in groups]


def mean_and_sum(groups: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Two matrices (W, T), by which the rows of pieces become the mean, and the sum, of a word.

    Attention from a word is the mean of its pieces, attention to a word their sum (Clark et al.
    2019, section 4.1), so that each row still adds up to 1.
    """
    total = torch.zeros(len(groups), sum(map(len, groups)))
    for row, group in enumerate(groups):
        total[row, group] = 1.0
    return total / total.sum(1, keepdim=True), total
