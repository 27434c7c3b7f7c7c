"""What counts as known: limits that hold for unseen examples, doubt, and what looks otherwise."""

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


@pytest.fixture(scope="module")
def own_classes():
    """A network that tells bright from dark patches, and has seen 200 of each."""
    torch.manual_seed(0)
    convolutions = nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Conv2d(4, 4, 3), nn.Flatten()
    model = OwnClasses(nn.Sequential(*convolutions, nn.Linear(64, 2))).eval()
    bright = torch.arange(400) % 2
    patches = bright.view(-1, 1, 1, 1) + 0.1 * torch.randn(400, 1, 8, 8)
    responses = model.with_responses(patches)[1]
    model.learn_usual(responses[:200])
    logits = 8 * (bright - 0.5)[:, None] * torch.tensor([-1.0, 1.0]) + torch.randn(400, 2)
    model.learn_limits(logits[200:300], responses[200:300], 0.95)
    return model, logits, responses


def test_nearly_all_unseen_examples_of_the_classes_are_known(own_classes):
    model, logits, responses = own_classes
    assert 0.85 < model.is_known(logits[300:], responses[300:]).float().mean() <= 1


def test_what_lies_between_the_classes_is_unknown(own_classes):
    model, logits, responses = own_classes
    assert not model.is_known(0.1 * logits[300:], responses[300:]).any()


@torch.no_grad()
def test_what_looks_otherwise_is_unknown_however_sure_the_network_is(own_classes):
    model, logits, _ = own_classes
    stripes = torch.ones(100, 1, 8, 8) * (torch.arange(8) % 2)
    assert not model.is_known(100 * logits[300:], model.with_responses(stripes)[1]).any()


@torch.no_grad()
def test_whitened_deviations_are_uncorrelated_and_of_size_one():
    torch.manual_seed(0)
    model = OwnClasses(nn.Sequential(nn.Conv2d(3, 1, 1), nn.Flatten(), nn.Linear(4, 2)))
    mixed = torch.randn(5000, 3) @ torch.tensor([[2.0, 1, 0], [0, 3, 1], [0, 0, 1]]) + 7
    model.learn_usual(mixed)
    white = (mixed - model.usual) @ model.whitening
    assert (white.T @ white / 5000 - torch.eye(3)).abs().max() < 0.2  # shrunk by a tenth
    assert torch.allclose(model.oddness(mixed), white.square().mean(1).log(), atol=1e-4)


def test_a_network_without_convolutions_has_its_doubt_alone():
    model = OwnClasses(nn.Linear(4, 2))
    logits, responses = model.with_responses(torch.eye(4))
    assert model.is_known(logits, responses).all()
    model.learn_limits(torch.tensor([[9.0, 0.0]] * 20), responses[:0].new_zeros(20, 0), 0.9)
    known = model.is_known(torch.tensor([[9.0, 0.0], [1.0, 0.0]]), responses[:2])
    assert known.tolist() == [True, False]


def test_few_validation_examples_cannot_ask_for_little_doubt():
    model = OwnClasses(nn.Linear(2, 2))
    model.learn_limits(torch.tensor([[20.0, 0.0]] * 3), torch.zeros(3, 0), 0.98)
    assert model.doubt_limit == 0.25  # 1 / (3 + 1)


def test_an_untrained_network_knows_everything():
    model = OwnClasses(nn.Linear(2, 2))
    assert model.is_known(torch.eye(2), torch.zeros(2, 0)).all()


def test_a_quantity_has_no_interval_where_too_few_were_measured():
    model = OwnQuantity(nn.Linear(2, 1))
    model.learn_width(torch.tensor([3.0, 1, 2]), covered=0.9)
    assert model.half_width.isinf()
    model.learn_width(torch.arange(9.0), covered=0.9)
    assert model.half_width == 8
