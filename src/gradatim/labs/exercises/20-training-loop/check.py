"""The training loop."""

from contextlib import nullcontext

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal


def network(width):
    torch.default_generator.manual_seed(1)
    return nn.Sequential(nn.Linear(width, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))


def settings(generator):
    for n_batches, size, epochs in ((1, 4, 1), (2, 4, 1), (3, 4, 3)):
        x = [normal(generator, size, 2) for _ in range(n_batches)]
        yield [(part, (part[:, 0] > 0).long()) for part in x], epochs


def run_train(train, batches, epochs):
    model = network(2).eval()
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    losses = train(model, batches, optimizer, epochs)
    graph = isinstance(losses, list) and any(getattr(v, "requires_grad", False) for v in losses)
    weights = nn.utils.parameters_to_vector(model.parameters()).detach()
    return {"losses": losses, "losses keep their graph": graph, "weights afterwards": weights}


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means


def held_out(generator):
    for sizes in ((2,), (4, 4), (4, 4, 1)):
        batches = []
        for size in sizes:
            x = normal(generator, size, 2)
            batches.append((x, torch.randint(2, (size,), generator=generator)))
        yield batches, True, True
    yield batches, False, True
    yield batches, False, False


class Watched(nn.Module):
    """Scores by the sign of the first input, of the second in training mode; notes its calls.

    Where only what is inside it is in training mode, the scores are turned round.
    """

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))
        self.inner = nn.Identity()  # which is set to evaluation mode as well
        self.gradients = False

    def forward(self, x):
        self.gradients = self.gradients or torch.is_grad_enabled()
        score = self.scale * x[:, int(self.training)]
        if self.inner.training and not self.training:
            score = -score
        return torch.stack([-score, score], dim=1)


def run_evaluate(evaluate, batches, training, recording):
    model = Watched().train(training)
    with nullcontext() if recording else torch.no_grad():
        accuracy = evaluate(model, batches)
        switched_on = torch.is_grad_enabled() and not recording
    return {
        "accuracy": accuracy,
        "gradients were recorded": model.gradients,
        "in training mode afterwards": model.training or model.inner.training,
        "gradients are switched on afterwards": switched_on,
    }


def expected_evaluate(batches, training, recording):
    hits = sum(int(((x[:, 0] > 0) == (y == 1)).sum()) for x, y in batches)
    return {
        "accuracy": hits / sum(len(y) for _, y in batches),
        "gradients were recorded": False,
        "in training mode afterwards": training,
        "gradients are switched on afterwards": False,
    }


CHECKS = [
    Check(
        name="train",
        french={
            "losses keep their graph": "les pertes gardent leur graphe",
            "losses": "pertes",
            "weights afterwards": "poids ensuite",
        },
        inputs=settings,
        run=run_train,
        python_numbers=True,
        expected=lambda batches, epochs: run_train(train, batches, epochs),
    ),
    Check(
        name="evaluate",
        inputs=held_out,
        run=run_evaluate,
        expected=expected_evaluate,
        french={
            "accuracy": "exactitude",
            "gradients were recorded": "des gradients ont été enregistrés",
            "in training mode afterwards": "ensuite en mode entraînement",
            "gradients are switched on afterwards": "ensuite les gradients sont activés",
        },
    ),
]
