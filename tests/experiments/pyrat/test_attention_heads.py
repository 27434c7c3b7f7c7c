"""Habits of attention heads: measured by hand, and named."""

import numpy as np
import pytest

from gradatim.experiments.pyrat.attention_heads import Habit, describe, habit_of


def test_habits_of_heads_are_measured():
    between = np.array([[0, 2, 10], [2, 0, 8], [10, 8, 0]], float)
    times = np.array([[1, 3, 9], [9, 3, 1]], float)  # the third is lost to the other
    same = habit_of(np.eye(3), between, times)
    assert same == Habit(1.0, 0.0, pytest.approx(1 / 3))
    to_lost = np.tile([0.0, 0.0, 1.0], (3, 1))
    assert habit_of(to_lost, between, times) == Habit(
        pytest.approx(1 / 3), pytest.approx((10 + 8 + 0) / 3), 1.0
    )
    uniform = habit_of(np.full((3, 3), 1 / 3), between, times)
    assert uniform == Habit(*[pytest.approx(x) for x in (1 / 3, (6 + 5 + 9) / 3, 1 / 3)])
    assert describe(same, uniform) == "itself"
    assert describe(Habit(0.1, 2.0, 0.3), uniform) == "near cheese"
    assert describe(Habit(0.1, 6.0, 0.9), uniform) == "cheese the other reaches first"
