"""What an inspection of one's own data holds, whatever kind of data it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from gradatim.data.own.table import Column

RARE = 0.1  # of the examples: a class with less is told of
N_SAMPLES = 10


@dataclass
class Inspection:
    """What was found.

    Attributes:
        path: that was looked at.
        kind: images, sounds, texts or a table.
        how: what was taken for what.
        counts: of every class, examples in every split ("all" where there are no splits).
        metadata: names and values in words: sizes, lengths, rates.
        warnings: what should be looked at before training, a sentence each.
        unreadable: files and why.
        columns: of a table.
        samples: up to ten examples, a caption and an image (H, W, 3), samples (S,) or a text.
        next_command: what to train it with.
    """

    path: str
    kind: str
    how: str
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    samples: Sequence[tuple[str, np.ndarray | str]] = ()
    next_command: str = ""


def counted(n: int, noun: str) -> str:
    """So many of a thing, and what they do: `1 file is`, `2 files are`."""
    return f"{n:,} {noun} is" if n == 1 else f"{n:,} {noun}s are"


def imbalance(counts: dict[str, dict[str, int]]) -> Iterator[str]:
    """Say which classes are rare."""
    totals = {name: sum(parts.values()) for name, parts in counts.items()}
    whole = sum(totals.values())
    limit = min(RARE, 0.5 / max(len(totals), 1))
    few = [f"{name} ({n:,})" for name, n in totals.items() if n < limit * whole]
    if few:
        yield (
            f"Few of the {whole:,} examples are of {', '.join(few[:8])}: a network that never "
            "names them loses little accuracy. --balance weights or sampling evens it out."
        )


def word_metadata(lengths: Sequence[int], found: Inspection) -> None:
    """Note how long texts are, and how many are empty."""
    if lengths:
        found.metadata["length"] = (
            f"{min(lengths):,} to {max(lengths):,} words, median {int(np.median(lengths)):,}"
        )
        empty = sum(not n for n in lengths)
        if empty:
            found.warnings.append(f"{counted(empty, 'text')} empty.")
