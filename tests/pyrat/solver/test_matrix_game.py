"""Matrix games against known values and against a linear program."""

import numpy as np
import pytest
from scipy.optimize import linprog

from gradatim.pyrat.solver.matrix_game import solve


def value_by_linear_program(payoffs: np.ndarray) -> float:
    """Largest v with p @ payoffs >= v for a probability vector p."""
    R, K = payoffs.shape
    result = linprog(
        [0.0] * R + [-1.0],
        A_ub=np.column_stack([-payoffs.T, np.ones(K)]),
        b_ub=np.zeros(K),
        A_eq=[[1.0] * R + [0.0]],
        b_eq=[1.0],
        bounds=[(0, 1)] * R + [(None, None)],
    )
    return -result.fun


def test_rock_paper_scissors_is_played_at_random():
    payoffs = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], float)
    value, rows, columns = solve(payoffs)
    assert value == pytest.approx(0)
    np.testing.assert_allclose(rows, 1 / 3)
    np.testing.assert_allclose(columns, 1 / 3)


def test_matching_pennies_of_unequal_stakes():
    value, rows, columns = solve(np.array([[3.0, -1.0], [-2.0, 1.0]]))
    assert value == pytest.approx(1 / 7)
    np.testing.assert_allclose(rows, [3 / 7, 4 / 7])
    np.testing.assert_allclose(columns, [2 / 7, 5 / 7])


def test_a_saddle_point_is_played_without_chance():
    value, rows, columns = solve(np.array([[3.0, 2.0, 4.0], [1.0, 0.0, 9.0]]))
    assert value == 2
    assert rows.tolist() == [1, 0]
    assert columns.tolist() == [0, 1, 0]


@pytest.mark.parametrize("digits", [1, 8])
def test_value_and_strategies_of_random_games(digits):
    """With one digit, many payoffs are equal: the simplex method must not go round in a circle."""
    random = np.random.default_rng(digits)
    for _ in range(150):
        R, K = random.integers(1, 6, 2)
        payoffs = random.random((R, K)).round(digits)
        value, rows, columns = solve(payoffs)
        assert value == pytest.approx(value_by_linear_program(payoffs), abs=1e-9)
        for strategy in (rows, columns):
            assert strategy.min() >= 0
            assert strategy.sum() == pytest.approx(1)
        # Neither gets more by another choice: this holds of optimal strategies only.
        assert (rows @ payoffs).min() == pytest.approx(value, abs=1e-9)
        assert (payoffs @ columns).max() == pytest.approx(value, abs=1e-9)
