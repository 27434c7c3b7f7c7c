"""Training that expects rounding or zeros: what is computed, what learns, what remains."""

from itertools import pairwise

import pytest
import torch
from torch import nn

from gradatim.models.quantization import pack, unpack
from gradatim.models.quantization_aware import (
    expect_rounding,
    expect_zeros,
    gradual_fraction,
    prune_to,
    settle,
)


@pytest.fixture
def layer():
    torch.manual_seed(0)
    return nn.Linear(8, 4)


@pytest.mark.parametrize(("bits", "group"), [(8, None), (4, None), (4, 4)])
def test_it_computes_with_the_weights_that_packing_leaves(layer, bits, group):
    packed = unpack(pack(layer.state_dict(), bits, group))
    expect_rounding(layer, bits, group)
    torch.testing.assert_close(layer.weight.detach(), packed["weight"])


def test_the_gradient_goes_straight_through_the_rounding(layer):
    x = torch.randn(3, 8)
    expect_rounding(layer, 4, None)
    layer(x).sum().backward()
    behind = layer.parametrizations.weight.original
    torch.testing.assert_close(behind.grad, x.sum(0).expand(4, 8))


@pytest.mark.parametrize("as_computed", [True, False])
def test_what_remains_is_what_it_computed_with_or_what_lies_behind(layer, as_computed):
    before = layer.weight.detach().clone()
    expect_rounding(layer, 4, None)
    rounded = layer.weight.detach().clone()
    assert not rounded.equal(before)
    settle(layer, as_computed=as_computed)
    assert layer.weight.equal(rounded if as_computed else before)
    assert sorted(layer.state_dict()) == ["bias", "weight"]


def test_zeros_stay_zero_while_the_others_learn(layer):
    expect_zeros(layer)
    assert (layer.weight != 0).all()
    prune_to(layer, 0.5)
    before = layer.weight.detach().clone()
    zero = before == 0
    assert zero.sum() == 16
    original = layer.parametrizations.weight.original.detach()
    assert original[zero].abs().max() <= original[~zero].abs().min()
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    layer(torch.randn(3, 8)).square().sum().backward()
    optimizer.step()
    prune_to(layer, 0.75)
    settle(layer, as_computed=True)
    assert (layer.weight == 0).sum() == 24
    assert (layer.weight[zero] == 0).all()  # what was pruned comes not back
    left = layer.weight != 0
    assert (layer.weight[left] != before[left]).all()


def test_most_weights_go_early():
    so_far = [gradual_fraction(0.5, progress) for progress in (0, 0.25, 0.5, 0.75, 1, 2)]
    assert so_far[0] == 0
    assert so_far[-2:] == [0.5, 0.5]
    steps = [b - a for a, b in pairwise(so_far)]
    assert steps == sorted(steps, reverse=True)
