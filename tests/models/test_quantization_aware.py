"""Training that expects rounding: what is computed, what learns, what remains."""

import pytest
import torch
from torch import nn

from gradatim.models.quantization import pack, unpack
from gradatim.models.quantization_aware import expect_rounding, settle


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
