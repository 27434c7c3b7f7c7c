"""Options of the loop: impossible values are refused with the value."""

import pytest

from gradatim.errors import UserError
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig


@pytest.mark.parametrize(
    ("config", "option", "value"),
    [
        (TrainConfig, "epochs", 0),
        (TrainConfig, "batch_size", -1),
        (TrainConfig, "ema_decay", 2.0),
        (ScheduleConfig, "warmup", 1.0),
        (OptimizerConfig, "weight_decay", -0.1),
    ],
)
def test_impossible_options_are_refused_with_the_value(config, option, value):
    with pytest.raises(UserError, match=f"{option} is {value}"):
        config(**{option: value})


def test_an_option_that_the_optimizer_does_not_have_is_refused():
    with pytest.raises(UserError, match="momentum belongs to sgd and muon, and optimizer is"):
        OptimizerConfig(optimizer="adamw", momentum=0.5)
    with pytest.raises(UserError, match=r"epochs is 2 and steps is 5: give one of the two"):
        TrainConfig(epochs=2, steps=5)


def test_parts_must_divide_the_batch():
    with pytest.raises(UserError, match="does not divide batch_size, 32"):
        TrainConfig(batch_size=32, grad_accum_steps=5)
