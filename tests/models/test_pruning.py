"""Pruning: which weights go, that they stay zero while the others learn, and how fast they go."""

from itertools import pairwise

import torch
from torch import nn

from gradatim.models.pruning import expect_zeros, gradual_fraction, prune, prune_to
from gradatim.models.quantization_aware import settle


def test_the_smallest_weights_of_each_matrix_go_and_no_vector():
    matrix, bias = torch.tensor([[1.0, -2.0], [3.0, -4.0]]), torch.tensor([0.1, 0.1])
    pruned = prune({"small": 0.01 * matrix, "large": matrix, "bias": bias}, 0.5)
    assert pruned["large"].tolist() == [[0, 0], [3, -4]]
    assert (pruned["small"] == 0).equal(pruned["large"] == 0)  # each by its own border
    assert pruned["bias"].equal(bias)


def test_zeros_stay_zero_while_the_others_learn():
    torch.manual_seed(0)
    layer = nn.Linear(8, 4)
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
