"""How sure is a measured number? Intervals over seeds, over test examples, and of a fraction.

A run is one draw: of the first weights and the order of the data (its seed), and of the examples
it was tested on. `over_seeds` speaks of the first, `bootstrap` and `fraction` of the second.
"""

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError


class Interval(NamedTuple):
    """A measured value and the range that holds the true one with the chosen confidence."""

    value: float
    low: float
    high: float

    def __format__(self, spec: str) -> str:
        """Write value [low, high]; the format is that of a number, with `%` as percent points."""
        spec = spec or ".3f"
        if spec.endswith("%"):
            numbers = [f"{100 * v:{spec[:-1]}f}" for v in self]
        else:
            numbers = [f"{v:{spec}}" for v in self]
        return f"{numbers[0]} [{numbers[1]}, {numbers[2]}]"


def over_seeds(values: Sequence[float], level: float = 0.95) -> Interval:
    """Mean over repeated runs, with Student's t interval; one run has an interval without end.

    Args:
        values: one per seed.
        level: confidence, 0 to 1.

    Raises:
        UserError: no values.
    """
    from scipy.special import stdtrit  # half a second to import, and only a comparison needs it

    if not len(values):
        raise UserError("there is no finished run to take a mean of.")
    mean = float(np.mean(values))
    if len(values) == 1:
        return Interval(mean, math.nan, math.nan)
    error = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    half = float(stdtrit(len(values) - 1, (1 + level) / 2)) * error
    return Interval(mean, mean - half, mean + half)


def bootstrap(
    statistic: Callable[..., float],
    *arrays: np.ndarray,
    n_draws: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Draw the examples again with replacement, many times: the middle `level` of the statistic.

    Args:
        statistic: takes the arrays, gives a number; NaN where it is not defined.
        arrays: one entry per example, all of one length.
        n_draws: repetitions.
        level: confidence, 0 to 1.
        seed: of the draws.

    B. Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of Statistics 7, 1979
    (percentile interval).
    """
    generator = np.random.default_rng(seed)
    n = len(arrays[0])
    values = np.empty(n_draws)
    for draw in range(n_draws):
        rows = generator.integers(0, n, n)
        values[draw] = statistic(*(a[rows] for a in arrays))
    tail = 100 * (1 - level) / 2
    values = values[np.isfinite(values)]  # a draw without one of the classes defines no AUC
    low, high = np.percentile(values, [tail, 100 - tail]) if len(values) else (math.nan, math.nan)
    return Interval(float(statistic(*arrays)), float(low), float(high))


def normal_quantile(level: float = 0.95) -> float:
    """Half width, in standard errors, of a two-sided normal interval: 1.96 for 95 %."""
    return NormalDist().inv_cdf((1 + level) / 2)


def fraction(n_right: float, n: float, level: float = 0.95) -> Interval:
    """A fraction with Wilson's interval, which holds for few examples and near 0 and 1 too.

    Args:
        n_right: 0 to n; a draw may count as half.
        n: examples or games, at least 1.
        level: confidence, 0 to 1.

    Raises:
        UserError: n is 0.

    E. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 1927.
    """
    if n < 1:
        raise UserError("a fraction of 0 examples is not defined: at least 1 is needed.")
    z2 = normal_quantile(level) ** 2
    value = n_right / n
    # The bounds solve |value - p| = z sqrt(p (1 - p) / n) for p: the spread is that of the true
    # fraction, not of the measured one, which would give 0 of 10 an interval of no width.
    center = (value + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (value * (1 - value) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low, high = max(0.0, center - half), min(1.0, center + half)
    return Interval(value, min(low, value), max(high, value))  # rounding may put 1 above high


def fraction_over_groups(
    points: Sequence[float] | np.ndarray, sizes: Sequence[int] | np.ndarray, level: float = 0.95
) -> Interval:
    """A fraction of games that come in groups (the games of one maze), which are much alike.

    The interval is Wilson's for as many independent games as have the same spread of the mean.

    Args:
        points: (M,) per group, what was got of the group's size.
        sizes: (M,) games per group, at least 1 in all.
        level: confidence, 0 to 1.

    W. Cochran, "Sampling Techniques", 1977, chapter 3 (ratio estimates over clusters).
    """
    got, n = np.asarray(points, np.float64), np.asarray(sizes, np.float64)
    got, n = got[n > 0], n[n > 0]
    if not len(n):
        raise UserError("a fraction of 0 games is not defined: at least 1 is needed.")
    return fraction_of_sums(
        float(got.sum()),
        float(n.sum()),
        float(((got - n * got.sum() / n.sum()) ** 2).sum()),
        len(n),
        level,
    )


def fraction_of_sums(
    points: float, n: float, squares: float, n_groups: int, level: float = 0.95
) -> Interval:
    """The same from sums: of points, of games, and of squared deviations of the groups.

    Args:
        points: got in all groups.
        n: games in all groups, at least 1.
        squares: sum over groups of (points - size * fraction)**2.
        n_groups: at least 1.
    """
    if n < 1:
        raise UserError("a fraction of 0 games is not defined: at least 1 is needed.")
    value = points / n
    independent = float(n_groups)  # all alike, or one group only: what a group says, counts once
    if n_groups > 1 and squares > 1e-12:
        variance = squares / n**2 * n_groups / (n_groups - 1)
        independent = min(max(value * (1 - value) / variance, 1.0), n)
    return fraction(value * independent, independent, level)
