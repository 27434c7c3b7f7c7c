"""The training loop."""

from contextlib import nullcontext

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal

OPTIMIZERS = {
    "SGD, momentum 0.9": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "SGD": lambda p: torch.optim.SGD(p, lr=0.5),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.01),
}


def network(width, n_classes):
    torch.default_generator.manual_seed(1)
    return nn.Sequential(nn.Linear(width, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, n_classes))


def settings(generator):
    first, *others = OPTIMIZERS
    for n_batches, size, epochs in ((1, 4, 1), (2, 4, 1), (3, 4, 3)):
        x = [normal(generator, size, 2) for _ in range(n_batches)]
        yield [(part, (part[:, 0] > 0).long()) for part in x], epochs, first
    for n_batches, size, epochs, name in (
        *((2, 3, 2, others[0]), (2, 5, 2, others[1]), (11, 2, 1, first)),
        *((1, 40, 1, others[0]), (1, 2, 11, others[1])),
    ):
        x = [normal(generator, size, 3) for _ in range(n_batches)]
        yield [(part, part.argmax(1)) for part in x], epochs, name


def run_train(train, batches, epochs, optimizer):
    width = batches[0][0].shape[1]
    model = network(width, width).eval()
    if "SGD" in optimizer:  # before the first step of the others there are no gradients
        for parameter in model.parameters():
            parameter.grad = torch.ones_like(parameter)
    optimizer = OPTIMIZERS[optimizer](model.parameters())
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
    for sizes, n_classes in (
        *(((2,), 2), ((4, 4), 2), ((4, 4, 1), 3), ((1, 3, 2), 4), ((1,) * 11, 2), ((40, 35), 3)),
    ):
        batches = []
        for size in sizes:
            x = normal(generator, size, n_classes)
            y = torch.randint(n_classes, (size,), generator=generator)
            right = (torch.arange(size) + len(batches)) % 2 == 0
            batches.append((x, torch.where(right, x.argmin(1), y)))
        yield batches, True, True
    yield batches, False, True
    yield batches, False, False
    x = -torch.tensor([[100.0, 120.0], [-150.0, -200.0]])  # scores which a sigmoid would make equal
    yield [(x, torch.tensor([1, 1]))], True, True
    yield [(x, torch.tensor([0, 1]))], False, True  # none is right


class Watched(nn.Module):
    """The scores are minus the inputs, in training mode of the next class; notes its calls.

    Where only what is inside it is in training mode, the scores are turned round.
    """

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))
        self.inner = nn.Identity()  # which is set to evaluation mode as well
        self.gradients = False

    def forward(self, x):
        self.gradients = self.gradients or torch.is_grad_enabled()
        scores = -self.scale * x.roll(int(self.training), dims=1)
        return -scores if self.inner.training and not self.training else scores


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
    hits = sum(int((x.argmin(1) == y).sum()) for x, y in batches)
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
        expected=lambda batches, epochs, optimizer: run_train(train, batches, epochs, optimizer),
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
