"""The settings of a sweep: every combination of the values of some options, or random ones."""

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gradatim.errors import UserError
from gradatim.experiments.sweep import Condition
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.spelling import spelled

MOST_SETTINGS = 1000


class Range(NamedTuple):
    """Numbers between two, drawn so that every factor is as likely: 0.001..0.1."""

    low: float
    high: float

    def draw(self, rng: random.Random) -> float:
        """One number; a whole one where both ends are."""
        value = math.exp(rng.uniform(math.log(self.low), math.log(self.high)))
        whole = isinstance(self.low, int) and isinstance(self.high, int)
        return round(value) if whole else float(f"{value:.3g}")


def settings(
    recipe: str, axes: Mapping[str, Sequence[Any]], n_random: int | None = None
) -> list[Condition]:
    """What a sweep trains: a recipe under every setting.

    Args:
        recipe: its name.
        axes: option to values, among them a `Range`; an option with one value is the same in all.
        n_random: so many settings drawn at random; None: every combination.

    Raises:
        UserError: values that the recipe refuses, alone or together; a range without `n_random`;
            more than 1,000 settings.
    """
    ranges = [name for name, values in axes.items() if any(isinstance(v, Range) for v in values)]
    drawn = spelled("random", "NUMBER" if n_random is None else n_random)
    if ranges and n_random is None:
        raise UserError(
            f"{spelled(ranges[0])} is a range: add {drawn}, the number of settings to draw."
        )
    if n_random is not None and all(len(values) == 1 for values in axes.values()) and not ranges:
        raise UserError(f"{drawn} has nothing to draw: give an option several values, or a range.")
    n = math.prod(len(values) for values in axes.values()) if n_random is None else n_random
    if not 1 <= n <= MOST_SETTINGS:
        raise UserError(f"these values make {n:,} settings: give 1 to {MOST_SETTINGS:,}.")
    if n_random is None:
        found = [
            dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())
        ]
    else:
        found = _random(axes, n_random)
    for values in found:
        change(recipe, get(recipe), values)  # a wrong value is told now, not after an hour
    several = [name for name, values in axes.items() if len(values) > 1 or name in ranges]
    return [Condition(_label(values, several or list(axes)), recipe, values) for values in found]


def _random(axes: Mapping[str, Sequence[Any]], n: int) -> list[dict[str, Any]]:
    rng, found = random.Random(0), list[dict[str, Any]]()
    for _ in range(20 * n):  # of a small grid the same setting comes again: it is drawn once
        chosen = {name: rng.choice(values) for name, values in axes.items()}
        drawn = {k: v.draw(rng) if isinstance(v, Range) else v for k, v in chosen.items()}
        if drawn not in found:
            found.append(drawn)
        if len(found) == n:
            break
    return found


def _label(values: Mapping[str, Any], names: Sequence[str]) -> str:
    """How a setting is called: by these of its options."""
    words = []
    for name in names:
        value = values[name]
        typed = (
            "x".join(map(str, value)) or "none" if isinstance(value, tuple | list) else f"{value}"
        )
        words.append(f"{name.replace('_', '-')} {typed}")
    return ", ".join(words) or "default options"
