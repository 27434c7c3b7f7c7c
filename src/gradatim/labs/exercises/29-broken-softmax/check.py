"""Broken loop 3: a softmax too many."""

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, normal


def settings(generator):
    for B, rate, steps in ((3, 0.5, 1), (3, 0.5, 2), (12, 0.2, 20), (150, 0.2, 2)):
        labels = torch.arange(B) % 3
        centres = torch.tensor([[3.0, 0.0], [-3.0, 3.0], [0.0, -3.0]])
        yield centres[labels] + 0.3 * normal(generator, B, 2), labels, rate, steps
    # Scores of some hundreds: probabilities that are small, or 0 in float32.
    for labels in ([1, 2], [2, 0]):
        yield torch.tensor([[300.0, 200.0], [-200.0, 300.0]]), torch.tensor(labels), 1e-4, 2


def network():
    torch.default_generator.manual_seed(1)
    return nn.Linear(2, 3)


def run(train, x, labels, rate, steps):
    model = network()
    for parameter in model.parameters():
        parameter.grad = torch.linspace(1, 2, parameter.numel()).view_as(parameter)
    losses = train(model, x, labels, rate, steps)
    return {"losses": losses, "weights": nn.utils.parameters_to_vector(model.parameters()).detach()}


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = -torch.log_softmax(model(x), dim=1)[torch.arange(len(x)), labels].mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


CHECKS = [
    Check(
        name="probabilities",
        inputs=lambda generator: [(x,) for x, *_ in settings(generator)],
        run=lambda probabilities, x: probabilities(network(), x).detach(),
        expected=lambda x: network()(x).softmax(1).detach(),
    ),
    Check(
        name="train",
        french={
            "losses": "pertes",
            "weights": "poids",
        },
        inputs=settings,
        python_numbers=True,
        run=run,
        expected=lambda x, labels, rate, steps: run(train, x, labels, rate, steps),
    ),
]
