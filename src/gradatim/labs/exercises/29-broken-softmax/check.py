"""Broken loop 3: a softmax too many."""

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, normal


def settings(generator):
    for B, rate, steps in ((3, 0.5, 1), (3, 0.5, 2), (12, 0.2, 20), (150, 0.2, 2)):
        labels = torch.arange(B) % 3
        centres = torch.tensor([[3.0, 0.0], [-3.0, 3.0], [0.0, -3.0]])
        yield centres[labels] + 0.3 * normal(generator, B, 2), labels, rate, steps
    # No example of the last class, or of most; then a model of two layers; then five classes.
    yield normal(generator, 4, 2), torch.tensor([1, 0, 0, 1]), 0.4, 2
    yield normal(generator, 1, 2), torch.tensor([1]), 0.4, 2
    yield normal(generator, 3, 3), torch.tensor([2, 0, 1]), 0.3, 3
    yield normal(generator, 7, 4), torch.tensor([2, 0, 4, 3, 2, 1, 4]), 0.3, 3
    # Scores of some hundreds: probabilities that are small, or 0 in float32.
    for labels in ([1, 2], [2, 0]):
        yield torch.tensor([[300.0, 200.0], [-200.0, 300.0]]), torch.tensor(labels), 1e-4, 2


def network(n_in):
    torch.default_generator.manual_seed(1)
    if n_in == 2:
        return nn.Linear(2, 3)
    return nn.Sequential(nn.Linear(n_in, 6), nn.Tanh(), nn.Linear(6, 2 * n_in - 3))


def run(train, x, labels, rate, steps):
    model = network(x.shape[1])
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
        run=lambda probabilities, x: probabilities(network(x.shape[1]), x).detach(),
        expected=lambda x: network(x.shape[1])(x).softmax(1).detach(),
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
