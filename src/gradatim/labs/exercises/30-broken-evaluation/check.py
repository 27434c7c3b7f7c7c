"""Broken loop 4: evaluation that disturbs training."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal


class Watched(nn.Module):
    """A linear classifier that notes how it is called; held-out data have large numbers."""

    def __init__(self, n_classes):
        super().__init__()
        torch.default_generator.manual_seed(1)
        self.linear = nn.Linear(2, n_classes)
        self.calls = []

    def forward(self, x):
        held_out = bool((x[:, 0] > 50).any())
        self.calls.append((held_out, self.training, torch.is_grad_enabled()))
        return self.linear(x.remainder(100))


def settings(generator):
    for sizes, n_held_out, epochs in (((4,), 7, 1), ((4, 4), 7, 3), ((4, 4, 4), 7, 2)):
        batches = []
        for size in sizes:
            x = normal(generator, size, 2).clamp(-2, 2)
            batches.append((x, (x[:, 0] > 0).long()))
        x = normal(generator, n_held_out, 2).clamp(-2, 2)
        yield batches, (x + 100, (x[:, 0] < 0).long()), epochs, {"lr": 0.1}
    # Other settings of the optimizer; batches of different sizes, and many held-out examples; more
    # classes than two.
    for sizes, n_held_out, n_classes, options in (
        ((4, 4), 23, 2, {"lr": 0.5}),
        ((4, 4), 23, 2, {"lr": 0.1, "momentum": 0.8}),
        ((9, 3, 1), 43, 2, {"lr": 0.1}),
        ((6, 6), 23, 4, {"lr": 0.1}),
    ):
        parts = []
        for size in (*sizes, n_held_out):
            x = normal(generator, size, 2).clamp(-2, 2)
            labels = (x[:, 0] > 0).long() + 2 * (x[:, 1] > 0).long()
            parts.append((x, labels % n_classes))
        *batches, (x, labels) = parts
        yield batches, (x + 100, labels), 3, options


def run(fit, batches, held_out, epochs, options):
    model = Watched(1 + int(held_out[1].max())).train(len(batches) == 2)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer = torch.optim.SGD(model.parameters(), **options)
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
        expected=lambda batches, held_out, epochs, options: run(
            fit, batches, held_out, epochs, options
        ),
    )
]
