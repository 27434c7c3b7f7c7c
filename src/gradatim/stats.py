"""How sure is a measured number? Intervals over seeds, over test examples, and of a fraction.

A run is one draw: of the first weights and the order of the data (its seed), and of the examples
it was tested on. `over_seeds` and `fraction_over_seeds` speak of the first, `bootstrap` and
`fraction` of the second, `bootstrap_runs` of both.
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


def over_seeds(values: Sequence[float], level: float = 0.95, overlap: float = 0.0) -> Interval:
    """Mean over repeated runs, with Student's t interval; one run has an interval without end.

    Args:
        values: one per seed.
        level: confidence, 0 to 1.
        overlap: test examples over training examples, where every seed splits the same examples
            anew. Such runs share examples, so they differ less than independent ones would, and
            1/n of the variance becomes 1/n + overlap.

    Raises:
        UserError: no values.

    C. Nadeau, Y. Bengio, "Inference for the Generalization Error", Machine Learning 52, 2003
    (the corrected resampled t-test, of `overlap`).
    """
    if not len(values):
        raise UserError("there is no finished run to take a mean of.")
    mean = float(np.mean(values))
    if len(values) == 1:
        return Interval(mean, math.nan, math.nan)
    error = float(np.std(values, ddof=1)) * math.sqrt(1 / len(values) + overlap)
    half = _t_quantile(len(values) - 1, level) * error
    return Interval(mean, mean - half, mean + half)


def fraction_over_seeds(values: Sequence[float], level: float = 0.95) -> Interval:
    """Mean of a fraction over repeated runs, with an interval inside [0, 1].

    Wilson's interval, with as many examples as would give a mean this spread, and Student's t in
    place of the normal quantile. Where runs differ little it is that of `over_seeds`; where all are
    alike (0 % in every run, say) there is none, because they do not show how far they spread.

    Args:
        values: one per seed, 0 to 1.
        level: confidence, 0 to 1.

    Raises:
        UserError: no values.
    """
    found = over_seeds(values, level)
    variance = float(np.var(values, ddof=1)) / len(values) if len(values) > 1 else 0.0
    spread = found.value * (1 - found.value)
    if not variance or not spread:  # one run, or all alike
        return Interval(found.value, math.nan, math.nan)
    return _wilson(found.value, spread / variance, _t_quantile(len(values) - 1, level))


def _t_quantile(degrees: int, level: float) -> float:
    from scipy.special import stdtrit  # half a second to import, and only a comparison needs it

    return float(stdtrit(degrees, (1 + level) / 2))


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


def mcnemar(first: np.ndarray, second: np.ndarray) -> float:
    """Chance of so unequal a result if two classifiers were equally good; exact and two-sided.

    Only examples that one of them answers rightly and the other wrongly say anything.

    Args:
        first, second: which of the same examples each answered rightly, bool (N,).

    Q. McNemar, Psychometrika 12, 1947; the exact form is a binomial test.
    """
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    n, fewer = only_first + only_second, min(only_first, only_second)
    tail = sum(math.comb(n, k) for k in range(fewer + 1))
    return min(1.0, 2 * tail / 2**n)


def sign_flip(differences: np.ndarray, n_draws: int = 10_000, seed: int = 0) -> float:
    """Chance of so large a mean difference if neither of two were better; two-sided.

    If neither is, each pair might as well have come out the other way round, so that its sign is
    drawn anew.

    Args:
        differences: of paired values, (N,).
        n_draws: repetitions; the chance is never below 1 / (n_draws + 1).
        seed: of the draws.

    R. Fisher, "The Design of Experiments", 1935, section 21.
    """
    generator = np.random.default_rng(seed)
    observed, n_as_large = abs(float(differences.sum())), 0
    for _ in range(n_draws):
        signs = generator.integers(0, 2, len(differences)) * 2 - 1
        n_as_large += abs(float((signs * differences).sum())) >= observed - 1e-12
    return (n_as_large + 1) / (n_draws + 1)


def bootstrap_runs(
    statistic: Callable[[np.ndarray, np.ndarray], float],
    truth: np.ndarray,
    scores: Sequence[np.ndarray],
    n_draws: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Draw both the runs and the examples again: who was tested, and with which seed.

    Args:
        statistic: takes truth and scores, gives a number; NaN where it is not defined.
        truth: of the examples, (N,).
        scores: of the same examples by every run, (N,) each.
        n_draws: repetitions.
        level: confidence, 0 to 1.
        seed: of the draws.

    Returns:
        The mean of the statistic over the runs, and the middle `level` of the draws.
    """
    generator = np.random.default_rng(seed)
    n = len(truth)

    def mean(runs: Sequence[np.ndarray], rows: np.ndarray) -> float:
        return float(np.mean([statistic(truth[rows], run[rows]) for run in runs]))

    draws = [
        # The same examples for all runs of a draw: they are what the runs have in common.
        mean([scores[i] for i in generator.integers(0, len(scores), len(scores))], rows)
        for rows in generator.integers(0, n, (n_draws, n))
    ]
    values = np.array(draws)[np.isfinite(draws)]
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(values, [tail, 100 - tail]) if len(values) else (math.nan, math.nan)
    return Interval(mean(scores, np.arange(n)), float(low), float(high))


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
    return _wilson(n_right / n, n, normal_quantile(level))


def _wilson(value: float, n: float, z: float) -> Interval:
    """Wilson's interval of a fraction of n examples, z standard errors to both sides."""
    z2 = z * z
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
