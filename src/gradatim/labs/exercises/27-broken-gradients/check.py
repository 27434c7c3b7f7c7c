"""Broken loop 1: gradients that add up."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal


def settings(generator):
    for B, rate, steps, old in (
        (2, 0.1, 1, False),
        (2, 0.1, 2, False),
        (8, 0.05, 20, False),
        (2, 0.1, 1, True),
        (4, 0.1, 3, True),
        (150, 0.1, 2, False),  # more than a mini-batch usually holds
    ):
        x = normal(generator, B, 2)
        yield x, x.sum(1, keepdim=True) + 1, rate, steps, old
    # Several columns of targets; then a model of other layers as well.
    yield normal(generator, 5, 2), normal(generator, 5, 3), 0.3, 1, False
    yield normal(generator, 4, 3), normal(generator, 4, 1), 0.2, 3, True


def network(n_in, n_out):
    torch.default_generator.manual_seed(1)
    if n_in == 2:
        return nn.Linear(n_in, n_out)
    return nn.Sequential(nn.Linear(n_in, 4), nn.Tanh(), nn.LayerNorm(4), nn.Linear(4, n_out))


def run(train, x, y, rate, steps, old_gradients):
    model = network(x.shape[1], y.shape[1])
    for parameter in model.parameters() if old_gradients else ():
        parameter.grad = torch.ones_like(parameter)
    losses = train(model, x, y, rate, steps)
    return {"losses": losses, "weights": nn.utils.parameters_to_vector(model.parameters()).detach()}


def train(model, x, y, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


CHECKS = [
    Check(
        name="train",
        french={
            "losses": "pertes",
            "weights": "poids",
        },
        inputs=settings,
        python_numbers=True,
        run=run,
        expected=lambda x, y, rate, steps, old_gradients: run(
            train, x, y, rate, steps, old_gradients
        ),
    )
]
