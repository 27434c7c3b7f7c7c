"""What counts as known: limits that hold for unseen examples, distances to the nearest class."""

import pytest
import torch
from torch import nn

from gradatim.models.own_classes import OwnClasses, OwnQuantity, limit_of


@pytest.mark.parametrize(("accepted", "limit"), [(0.9, 9.0), (0.5, 5.0), (0.05, 1.0)])
def test_a_limit_is_the_conformal_quantile(accepted, limit):
    values = torch.tensor([5.0, 9, 1, 8, 2, 7, 3, 6, 4])
    assert limit_of(values, accepted) == limit


def test_of_few_examples_the_limit_lies_above_the_largest():
    assert limit_of(torch.tensor([1.0, 2, 3]), 0.99) == 5.0  # mean 2, deviation 1
    assert limit_of(torch.tensor([2.0]), 0.99) == 2.0


def test_a_limit_holds_for_unseen_examples_as_often_as_asked():
    generator = torch.Generator().manual_seed(0)
    held = [
        (torch.randn((), generator=generator) <= limit_of(drawn, 0.8)).item()
        for drawn in torch.randn(4000, 19, generator=generator)
    ]
    assert sum(held) / len(held) == pytest.approx(0.8, abs=0.025)  # four standard errors


def test_what_lies_far_from_every_class_is_unknown():
    model = OwnClasses(nn.Linear(2, 2))
    features = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    responses = torch.zeros(2, 0)  # no filters
    model.learn_classes(features, responses, torch.tensor([0, 1]))
    assert model.centers.equal(features)
    model.learn_limits(features, responses, 0.5)
    seen = torch.tensor([[1.0, 0.0], [-1.0, 0.0]])
    torch.testing.assert_close(model.distances(seen), torch.tensor([0.0, 1.0]))
    assert model.is_known(seen, responses).tolist() == [True, False]


def test_an_untrained_network_knows_everything():
    model = OwnClasses(nn.Linear(2, 2))
    assert model.is_known(torch.eye(2), torch.zeros(2, 0)).all()


def test_a_quantity_has_no_interval_where_too_few_were_measured():
    model = OwnQuantity(nn.Linear(2, 1))
    model.learn_width(torch.tensor([3.0, 1, 2]), covered=0.9)
    assert model.half_width.isinf()
    model.learn_width(torch.arange(9.0), covered=0.9)
    assert model.half_width == 8
