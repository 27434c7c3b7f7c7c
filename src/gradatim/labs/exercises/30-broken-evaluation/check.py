"""Broken loop 4: evaluation that disturbs training."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal

HELD_OUT = 7  # held-out examples; no batch has as many


class Watched(nn.Module):
    """A linear classifier that notes how it is called; held-out data have large numbers."""

    def __init__(self):
        super().__init__()
        torch.default_generator.manual_seed(1)
        self.linear = nn.Linear(2, 2)
        self.calls = []

    def forward(self, x):
        held_out = len(x) == HELD_OUT or bool((x[:, 0] > 50).any())
        self.calls.append((held_out, self.training, torch.is_grad_enabled()))
        return self.linear(x.remainder(100))


def settings(generator):
    for n_batches, epochs in ((1, 1), (2, 3), (3, 2)):
        batches = []
        for _ in range(n_batches):
            x = normal(generator, 4, 2).clamp(-2, 2)
            batches.append((x, (x[:, 0] > 0).long()))
        x = normal(generator, HELD_OUT, 2).clamp(-2, 2)
        yield batches, (x + 100, (x[:, 0] < 0).long()), epochs


def run(fit, batches, held_out, epochs):
    model = Watched().train(len(batches) == 2)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    accuracies = fit(model, batches, held_out, optimizer, epochs)
    train = [call for call in model.calls if not call[0]]
    measure = [call for call in model.calls if call[0]]
    return {
        # Who only measures on these batches records no gradients: that is another mistake.
        "training always in training mode": all(mode for _, mode, graph in train if graph),
        "held-out data always in evaluation mode": not any(training for _, training, _ in measure),
        "held-out data without gradients": not any(gradient for *_, gradient in measure),
        "accuracies are numbers of Python": all(isinstance(a, float | int) for a in accuracies),
        "accuracies": accuracies,
        "weights": nn.utils.parameters_to_vector(model.parameters()).detach(),
    }


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        model.train()
        for x, labels in batches:
            optimizer.zero_grad()
            F.cross_entropy(model(x), labels).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(1) == labels).float().mean().item())
    return accuracies


CHECKS = [
    Check(
        name="fit",
        french={
            "training always in training mode": "entraînement toujours en mode entraînement",
            "held-out data always in evaluation mode": "données de validation toujours en mode évaluation",
            "held-out data without gradients": "données de validation sans gradient",
            "accuracies are numbers of Python": "les exactitudes sont des nombres de Python",
            "accuracies": "exactitudes",
            "weights": "poids",
        },
        inputs=settings,
        run=run,
        expected=lambda batches, held_out, epochs: run(fit, batches, held_out, epochs),
    )
]
