"""Batches: every example once per epoch, gradients those of torch, the error like 1 / root of B."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.views import load
from gradatim.views.batches.engine import digits, drawn_gradients, example_errors, gradient


def test_an_epoch_uses_every_example_once_and_the_next_has_another_order():
    engine = load("batches")(batch_size=100)
    seen = []
    for _ in range(15):
        seen.append(engine.batch)
        engine.step()
    assert torch.cat(seen).sort().values.equal(torch.arange(1437))
    assert (engine.epoch, engine.place, len(seen[-1])) == (1, 0, 37)
    assert not engine.batch.equal(seen[0])


def test_gradients_are_those_of_torch():
    weights = torch.randn(10, 65, generator=torch.Generator().manual_seed(1))
    index = torch.tensor([3, 500, 9])
    _, x, labels = digits()
    w = weights.clone().requires_grad_()
    loss = F.cross_entropy(x[index] @ w[:, :-1].T + w[:, -1], labels[index])
    loss.backward()
    assert torch.allclose(gradient(weights, index)[1], w.grad, atol=1e-6)
    drawn = drawn_gradients(example_errors(weights), 2, 3, torch.Generator().manual_seed(5))
    same = torch.randint(1437, (2, 3), generator=torch.Generator().manual_seed(5))
    assert torch.allclose(drawn[1], gradient(weights, same[1])[1], atol=1e-5)


def test_the_error_falls_with_the_root_of_the_size():
    law = load("batches")().snapshot()["law"]
    assert float(law[0] / law[2]) == pytest.approx(4, rel=0.3)
    assert float(law[0] / law[4]) == pytest.approx(16, rel=0.3)


def test_arrows_keep_lengths_and_the_whole_data_points_along():
    engine = load("batches")(batch_size=1437)
    assert engine.snapshot()["angle"] < 0.1
    engine.set("batch_size", 8)
    shown = engine.snapshot()
    lengths = engine.others.flatten(1).norm(dim=1) / engine.full.norm()
    assert torch.allclose(shown["others"].norm(dim=1), lengths, rtol=1e-4)


def test_sorted_examples_make_the_loss_jump():
    losses = {}
    for order in ("shuffled", "sorted"):
        engine = load("batches")(order=order)
        engine.step(45)
        losses[order] = engine.loss
    assert losses["sorted"] > 4 * losses["shuffled"]
    engine.rewind(40)
    assert engine.steps == 5
