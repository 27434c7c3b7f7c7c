"""A step of a view is a step of the loop, and can be taken back."""

import pytest
import torch

from gradatim.training.config import OptimizerConfig
from gradatim.views.core.trainer import Trainer
from tests.training.toy import PointTask

SGD = OptimizerConfig(optimizer="sgd", learning_rate=0.1, momentum=0.9)


def weights(trainer):
    return [p.detach().clone() for p in trainer.task.model.parameters()]


@pytest.mark.parametrize("config", [SGD, OptimizerConfig(learning_rate=0.01)])
def test_a_step_taken_back_and_taken_again_leads_to_the_same(config):
    trainer = Trainer(PointTask(norm=False), config)
    batches = [next(trainer.task.batches) for _ in range(3)]
    trainer.task.model.eval()  # no dropout: the same step again
    for batch in batches[:2]:
        trainer.step(batch)
    before, state = weights(trainer), trainer.state()
    first = trainer.step(batches[2])
    after = weights(trainer)
    assert not all(torch.equal(a, b) for a, b in zip(before, after, strict=True))
    trainer.restore(state)
    assert all(torch.equal(a, b) for a, b in zip(before, weights(trainer), strict=True))
    assert torch.equal(trainer.step(batches[2]), first)
    assert all(torch.equal(a, b) for a, b in zip(after, weights(trainer), strict=True))


def test_one_step_of_gradient_descent_is_the_gradient_times_the_rate():
    trainer = Trainer(PointTask(norm=False), OptimizerConfig(optimizer="sgd", momentum=0.0))
    trainer.task.model.eval()
    trainer.set_learning_rate(0.5)
    batch, before = next(trainer.task.batches), weights(trainer)
    trainer.task.loss(batch)[0].backward()
    gradients = [p.grad.clone() for p in trainer.task.model.parameters()]
    trainer.task.model.zero_grad()
    trainer.step(batch)
    for old, gradient, new in zip(before, gradients, weights(trainer), strict=True):
        torch.testing.assert_close(new, old - 0.5 * gradient)


def test_weights_that_overflow_are_noticed():
    trainer = Trainer(PointTask(), SGD)
    assert trainer.finite()
    next(trainer.task.model.parameters()).data.fill_(1e30)
    assert not trainer.finite()
