import math

import numpy as np
import pytest
from scipy.stats import binomtest
from scipy.stats import bootstrap as scipy_bootstrap
from scipy.stats import t as student

from gradatim.errors import UserError
from gradatim.stats import (
    Interval,
    bootstrap,
    bootstrap_runs,
    fraction,
    fraction_over_groups,
    fraction_over_seeds,
    mcnemar,
    over_seeds,
)


def test_interval_over_seeds_is_students():
    values = [0.91, 0.93, 0.92, 0.95, 0.90]
    found = over_seeds(values)
    low, high = student.interval(0.95, 4, np.mean(values), np.std(values, ddof=1) / 5**0.5)
    assert found == pytest.approx((np.mean(values), low, high))


def test_overlapping_test_sets_widen_the_interval_as_nadeau_and_bengio_say():
    values = [0.60, 0.55, 0.57, 0.58, 0.54, 0.61, 0.56, 0.59, 0.57, 0.55]
    found = over_seeds(values, overlap=200 / 800)
    # Their equation: the variance times 1 / J + n2 / n1, Student's t of J - 1.
    error = (np.var(values, ddof=1) * (1 / 10 + 200 / 800)) ** 0.5
    low, high = student.interval(0.95, 9, np.mean(values), error)
    assert found == pytest.approx((np.mean(values), low, high))


def test_a_corrected_interval_covers_the_accuracy_of_a_classifier_and_the_plain_one_does_not():
    """Splits of one set of games again and again: the plain interval is far too narrow."""
    generator, covered = np.random.default_rng(0), {0.0: 0, 0.25: 0}
    for _ in range(400):
        right = generator.random(1000) < 0.6  # what a fixed rule gets right, of 1,000 games
        values = [right[generator.permutation(1000)[:200]].mean() for _ in range(10)]
        for overlap in covered:
            found = over_seeds(values, overlap=overlap)
            covered[overlap] += found.low <= 0.6 <= found.high
    assert covered[0.0] < 340 < 370 < covered[0.25]


def test_a_fraction_over_seeds_stays_between_0_and_1():
    scattered = [0.0, 0.99, 0.1]
    assert over_seeds(scattered).low < 0
    assert over_seeds(scattered).high > 1
    found = fraction_over_seeds(scattered)
    assert 0 < found.low < found.value < found.high < 1
    assert found.value == pytest.approx(np.mean(scattered))
    close = [0.912, 0.914, 0.913, 0.915]
    assert fraction_over_seeds(close) == pytest.approx(over_seeds(close), abs=1e-4)
    for alike in ([1.0, 1.0], [0.5], [0.25, 0.25, 0.25]):
        assert fraction_over_seeds(alike).value == alike[0]
        assert math.isnan(fraction_over_seeds(alike).low)


def test_a_fraction_over_seeds_covers_the_mean_of_scattered_runs():
    """Runs that mostly succeed and sometimes fail (a Beta near 0 and 1), five at a time."""
    generator, covered = np.random.default_rng(0), 0
    for _ in range(1000):
        found = fraction_over_seeds(generator.beta(0.8, 0.5, 5).tolist())
        covered += found.low <= 0.8 / 1.3 <= found.high
    assert 920 <= covered <= 990


def test_the_bootstrap_over_runs_and_examples_is_wider_than_either():
    generator = np.random.default_rng(0)
    truth = generator.integers(0, 2, 156)
    flips = generator.random((5, 156)) < np.array([0.1, 0.14, 0.18, 0.12, 0.16])[:, None]
    scores = [np.where(flip, 1 - truth, truth) for flip in flips]

    def accuracy(truth, answer):
        return float((truth == answer).mean())

    both = bootstrap_runs(accuracy, truth, scores, n_draws=2000)
    values = [accuracy(truth, run) for run in scores]
    assert both.value == pytest.approx(np.mean(values))
    one_run = bootstrap_runs(accuracy, truth, scores[:1], n_draws=2000)
    alone = bootstrap(accuracy, truth, scores[0], n_draws=2000)
    assert one_run == pytest.approx(alone, abs=0.01)
    same_errors = bootstrap_runs(accuracy, truth, [scores[0]] * 5, n_draws=2000)
    assert same_errors == pytest.approx(alone, abs=0.01)  # five equal runs are no more patients


def test_one_seed_has_no_interval():
    found = over_seeds([0.5])
    assert found.value == 0.5
    assert math.isnan(found.low)


def test_no_run_is_refused():
    with pytest.raises(UserError, match="no finished run"):
        over_seeds([])


def test_bootstrap_agrees_with_scipy():
    values = np.random.default_rng(1).exponential(size=200)
    ours = bootstrap(lambda v: float(v.mean()), values, n_draws=4000)
    theirs = scipy_bootstrap(
        (values,), np.mean, method="percentile", n_resamples=4000, rng=2
    ).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.02)
    assert ours.high == pytest.approx(theirs.high, abs=0.02)


def test_bootstrap_skips_draws_for_which_nothing_is_defined():
    found = bootstrap(lambda v: float("nan") if v.sum() == 0 else 1.0, np.array([0, 0, 1]))
    assert found == Interval(1.0, 1.0, 1.0)


@pytest.mark.parametrize(("right", "n"), [(0, 10), (7, 10), (10, 10), (480, 500)])
def test_interval_of_a_fraction_is_wilsons(right, n):
    theirs = binomtest(right, n).proportion_ci(0.95, method="wilson")
    ours = fraction(right, n)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_a_fraction_of_nobody_is_refused():
    with pytest.raises(UserError, match="0 examples"):
        fraction(0, 0)


def test_intervals_are_written_as_numbers_or_percent():
    assert f"{Interval(0.5, 0.25, 0.75):.2f}" == "0.50 [0.25, 0.75]"
    assert f"{Interval(0.5, 0.25, 0.75):.1%}" == "50.0 [25.0, 75.0]"


def test_groups_that_are_all_alike_count_once():
    """Two games of a maze that always end alike are one game."""
    won = np.array([2, 0, 2, 2, 0, 2, 0, 0, 2, 2])
    twice = fraction_over_groups(won, np.full(10, 2))
    once = fraction(6, 10)
    assert twice.value == once.value == 0.6
    # The variance of a sample divides by one less than its size.
    assert twice.low == pytest.approx(fraction(0.6 * 9, 9).low)
    assert twice.low < once.low
    assert fraction(12, 20).low > once.low


def test_an_interval_over_groups_holds_the_true_fraction_as_often_as_it_says():
    random = np.random.default_rng(0)
    held = narrow = 0
    for _ in range(400):
        chance = random.beta(0.3, 0.3, 100)  # mazes that mostly decide the game
        points = random.binomial(2, chance)
        found = fraction_over_groups(points, np.full(100, 2))
        held += found.low <= 0.5 <= found.high
        alone = fraction(points.sum(), 200)
        narrow += alone.low <= 0.5 <= alone.high
    assert 0.92 <= held / 400 <= 0.98
    assert narrow / 400 < 0.91


def test_groups_without_games_are_left_out():
    assert fraction_over_groups([1, 0, 2], [2, 0, 2]).value == 0.75
    with pytest.raises(UserError, match="0 games"):
        fraction_over_groups([0], [0])


def test_mcnemar_is_the_binomial_test_of_what_differs():
    first = np.array([True] * 15 + [False] * 5 + [True] * 80)
    second = np.array([False] * 15 + [True] * 5 + [True] * 80)
    assert mcnemar(first, second) == pytest.approx(binomtest(5, 20).pvalue)
    assert mcnemar(first, first) == 1.0
