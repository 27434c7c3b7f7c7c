"""ShuffledIndices: shuffles that can be continued."""

import pytest
import torch

from gradatim.data.sampler import ShuffledIndices, torch_generator
from gradatim.errors import UserError


def test_an_epoch_shows_every_example_once() -> None:
    order = ShuffledIndices(12, 4, seed=0)
    seen = torch.cat([next(order) for _ in range(order.steps_per_epoch)])
    assert sorted(seen.tolist()) == list(range(12))


def test_epochs_and_seeds_differ() -> None:
    one, other = ShuffledIndices(64, 64, seed=0), ShuffledIndices(64, 64, seed=1)
    first, second = next(one), next(one)
    assert not first.equal(second)
    assert not first.equal(next(other))


def test_continues_with_the_batch_that_would_have_come() -> None:
    whole, part = ShuffledIndices(10, 3, seed=5), ShuffledIndices(10, 3, seed=5)
    batches = [next(whole) for _ in range(8)]
    for stop in range(8):
        resumed = ShuffledIndices(10, 3, seed=5)
        resumed.load_state_dict(part.state_dict())
        assert next(resumed).equal(batches[stop])
        next(part)


def test_too_few_examples_are_named() -> None:
    with pytest.raises(UserError, match=r"3 examples, fewer than one batch of 8"):
        ShuffledIndices(3, 8, seed=0)


def test_seeded_generators_depend_on_every_number() -> None:
    draws = {
        torch.rand((), generator=torch_generator(*numbers)).item()
        for numbers in [(0,), (1,), (0, 1), (1, 0), (0, 0, 1)]
    }
    assert len(draws) == 5
