"""The loss of imitation: no regret for the teacher's own goal, and what a worse one costs."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.models.pyrat.cheese_transformer import PolicyValue
from gradatim.recipes.pyrat.imitation.task import Imitation, ImitationConfig

VALUES = torch.tensor([[3.0, 1.0, -torch.inf], [0.0, 2.0, -1.0]])


class Fixed(nn.Module):
    """A network that gives the same whatever it sees."""

    def __init__(self, policy):
        super().__init__()
        self.policy = nn.Parameter(policy)

    def forward(self, tokens, between, summary):
        return PolicyValue(self.policy, VALUES.amax(1))


def loss_of(policy):
    tokens = torch.zeros(2, 3, 11)
    tokens[..., 0] = VALUES.isfinite()
    batch = tokens, torch.zeros(2, 3, 3), torch.zeros(2, 12), VALUES
    task = Imitation(Fixed(policy), None, None, ImitationConfig(), None)  # type: ignore[arg-type]
    return task.loss(batch)  # type: ignore[arg-type]


def test_the_teachers_policy_has_no_regret_and_no_divergence():
    loss, metrics = loss_of(VALUES / ImitationConfig().temperature)
    assert metrics["regret"] == 0
    assert metrics["divergence"].item() == pytest.approx(0, abs=1e-6)
    assert loss.item() == pytest.approx(0, abs=1e-6)


def test_regret_is_what_the_chosen_goal_loses():
    _, metrics = loss_of(torch.tensor([[0.0, 5.0, -torch.inf], [5.0, 0.0, 0.0]]))
    assert metrics["regret"].item() == pytest.approx((2 + 2) / 2)
    assert metrics["divergence"] > 0.5


def test_a_temperature_of_0_is_refused():
    with pytest.raises(UserError, match="temperature is 0"):
        ImitationConfig(temperature=0)
