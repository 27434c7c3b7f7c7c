"""What the author of an exercise writes in `check.py`: a list `CHECKS`, smallest inputs first.

A check names one function or class of the learner's file, gives inputs from small to large, and
says what is right: an independent `expected` function, or a `judge` where many answers are right.
Time, limits and forbidden names are in `exercise.toml` beside it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Generator, Tensor


@dataclass(frozen=True, kw_only=True)
class Check:
    """One function or class that the learner writes, and how it is judged.

    Args:
        name: the name that must exist in the learner's file.
        inputs: gives the argument tuples, smallest first, so that the first failure is a small one.
        expected: the reference, called with the same arguments.
        run: run(learner's object, *arguments) gives the value to compare; default: a plain call.
        judge: judge(value, *arguments) is None where the value is right, else the sentence
            in English and in French; for answers that are not unique (random ones).
        probe: probe(learner's object) gives what it does in many small situations, as a list: that
            tells mistakes apart where the judge sees only how games end.
        tolerance: absolute and relative, for numbers.
        in_place: the arguments may be changed (they are what the function works on).
        tuples: a list is not taken for a tuple.
        python_numbers: a tensor is not taken for a number.
        slow: a call takes long, so it is made to judge, and not to tell mistakes apart.
        shown_as: what a message calls it where the name says too little, such as `len(replay)`.
        french: French names of the parts that `run` gives in a dictionary, by the English ones.
    """

    name: str
    inputs: Callable[[Generator], Iterable[tuple]]
    expected: Callable[..., Any] | None = None
    run: Callable[..., Any] | None = None
    judge: Callable[..., tuple[str, str] | None] | None = None
    probe: Callable[[Any], list] | None = None
    tolerance: float = 1e-4
    in_place: bool = False
    tuples: bool = False
    python_numbers: bool = False
    slow: bool = False
    shown_as: str = ""
    french: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.expected is None) == (self.judge is None):
            raise ValueError(f"check {self.name!r} needs either `expected` or `judge`")

    @property
    def title(self) -> str:
        """What a message calls the object."""
        return self.shown_as or self.name


def whole(generator: Generator, *shape: int, low: int = -4, high: int = 4) -> Tensor:
    """Whole numbers as float32, which print short: low to high, both included."""
    return torch.randint(low, high + 1, shape, generator=generator).float()


def tenths(generator: Generator, *shape: int) -> Tensor:
    """Numbers with one decimal between -2 and 2: short to print and rarely equal."""
    return torch.randint(-20, 21, shape, generator=generator) / 10


def normal(generator: Generator, *shape: int) -> Tensor:
    """Standard normal numbers."""
    return torch.randn(shape, generator=generator)


def repeats(drawn: Tensor) -> float:
    """How alike drawn numbers are to themselves at the worst of all distances, 0 to 1.

    Of independent ones some thousand give less than 0.1; where half repeat the other half, 0.5.
    """
    x = drawn.flatten().double()
    x = x - x.mean()
    power = torch.fft.rfft(x, n=2 * len(x)).abs() ** 2
    together = torch.fft.irfft(power)[: len(x)]  # sum of x[i] x[i + k] for each distance k
    return float(together[1:].abs().max() / together[0])


def amount(fraction: float, *, feminine: bool = False) -> tuple[str, str]:
    """A fraction in a word, English and French: the same mistake is told alike in other games.

    Args:
        fraction: 0 to 1.
        feminine: whether what is counted is feminine in French.
    """
    end = "e" if feminine else ""
    if not fraction or fraction >= 1:
        return ("all", f"tou{'te' if feminine else ''}s") if fraction else ("none", f"aucun{end}")
    words = (
        (0.95, ("nearly all", f"presque tou{'te' if feminine else ''}s")),
        (0.5, ("most", "la plupart")),
        (0.05, ("some", f"certain{end}s")),
        (0.0, ("nearly none", f"presque aucun{end}")),
    )
    return next(pair for limit, pair in words if fraction > limit)
