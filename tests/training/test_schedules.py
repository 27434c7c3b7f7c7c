"""Schedules rise to one during the warm-up and fall to zero."""

import pytest

from gradatim.training import ScheduleConfig, TrainConfig
from gradatim.training.schedules import learning_rate_factor


@pytest.mark.parametrize("schedule", ["constant", "linear", "cosine", "one-cycle"])
def test_schedules_rise_to_one_and_fall_to_zero(schedule):
    settings = TrainConfig(lr_schedule=ScheduleConfig(schedule=schedule, warmup=0.25))
    factors = [learning_rate_factor(settings.lr_schedule, i / 100) for i in range(101)]
    assert factors[25] == pytest.approx(1.0)
    assert factors[:26] == sorted(factors[:26])
    assert factors[25:] == sorted(factors[25:], reverse=True)
    assert factors[100] == pytest.approx(1.0 if schedule == "constant" else 0.0, abs=1e-9)
