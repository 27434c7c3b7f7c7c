import numpy as np
import pytest

from gradatim.pyrat.matches.elo import order, ratings


def test_ratings_recover_the_strengths_that_made_the_points():
    true = np.array([1200.0, 1050.0, 950.0, 800.0])
    expected = 1 / (1 + 10 ** ((true[None] - true[:, None]) / 400))
    points = 4000 * expected
    np.fill_diagonal(points, 0)
    found = ratings(points)
    assert [r.value for r in found] == pytest.approx(true, abs=1)
    assert all(r.low < r.value < r.high for r in found)


def test_interval_of_two_players_is_that_of_their_log_odds():
    first, second = ratings(np.array([[0.0, 60.0], [40.0, 0.0]]))
    log_odds = np.log(60.5 / 40.5)
    error = 1.96 * np.sqrt(1 / 60.5 + 1 / 40.5)
    gap = first.value - second.value
    assert gap == pytest.approx(400 / np.log(10) * log_odds, abs=0.01)
    # Either rating is half the gap away from the average.
    assert first.high - first.value == pytest.approx(200 / np.log(10) * error, rel=1e-3)


def test_a_player_that_won_everything_has_a_finite_rating():
    found = ratings(np.array([[0.0, 100.0], [0.0, 0.0]]))
    assert np.isfinite(found).all()
    assert found[0].value > found[1].value + 400


def test_equal_points_are_ordered_by_time():
    assert order([3, 5, 5], [0.1, 2.0, 1.0]) == [2, 1, 0]
