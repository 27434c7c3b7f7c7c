import math

import numpy as np
import pytest
from scipy.stats import binomtest
from scipy.stats import bootstrap as scipy_bootstrap
from scipy.stats import t as student

from gradatim.errors import UserError
from gradatim.stats import Interval, bootstrap, fraction, fraction_over_groups, over_seeds


def test_interval_over_seeds_is_students():
    values = [0.91, 0.93, 0.92, 0.95, 0.90]
    found = over_seeds(values)
    low, high = student.interval(0.95, 4, np.mean(values), np.std(values, ddof=1) / 5**0.5)
    assert found == pytest.approx((np.mean(values), low, high))


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
