"""Group DRO against the formula of the paper, worked out by hand."""

import math

import pytest
import torch

from gradatim.training.losses.group_dro import group_dro_loss


def test_weights_follow_the_mean_losses_exponentially():
    losses = torch.tensor([1.0, 3.0, 4.0], requires_grad=True)
    groups = torch.tensor([0, 0, 1])  # mean losses 2 and 4
    loss, weights = group_dro_loss(losses, groups, torch.tensor([0.5, 0.5]), step_size=0.1)
    first, second = math.exp(0.2), math.exp(0.4)
    expected = [first / (first + second), second / (first + second)]
    assert weights.tolist() == pytest.approx(expected)
    assert loss.item() == pytest.approx(2 * expected[0] + 4 * expected[1])
    loss.backward()  # the weights are constants of the gradient
    assert losses.grad.tolist() == pytest.approx([expected[0] / 2, expected[0] / 2, expected[1]])


def test_a_group_without_members_in_the_batch_keeps_its_proportion():
    start = torch.tensor([0.25, 0.25, 0.5])
    _, weights = group_dro_loss(torch.zeros(4), torch.tensor([0, 1, 0, 1]), start)
    assert weights.tolist() == pytest.approx(start.tolist())
