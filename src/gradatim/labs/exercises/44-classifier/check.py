"""A real classifier, from one batch to a target."""

import copy
import math
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.optimizer import register_optimizer_step_pre_hook

from gradatim.labs.grading.spec import Check, normal

TARGET = 0.95
ENOUGH = 0.975  # of the images to learn from; with less there is more to learn


def network(n_in=2):
    torch.default_generator.manual_seed(1)
    last = nn.Linear(8, n_in + 1)
    return nn.Sequential(nn.Linear(n_in, 8), nn.BatchNorm1d(8), nn.ReLU(), last)


def single(generator):
    for B, rate, steps in ((4, 0.5, 1), (4, 0.5, 3), (6, 0.1, 5), (43, 0.2, 2)):
        yield normal(generator, B, 2), torch.arange(B) % 3, rate, steps
    # A batch without the last class; then more classes.
    yield normal(generator, 5, 2), torch.tensor([1, 0, 1, 1, 0]), 0.4, 2
    yield normal(generator, 6, 4), torch.arange(6) % 5, 0.4, 2


def run_overfit(overfit, x, y, rate, steps):
    model = network(x.shape[1]).eval()
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    losses = overfit(model, x, y, rate, steps)
    return {"losses": losses, "weights": nn.utils.parameters_to_vector(model.parameters()).detach()}


def expected_overfit(x, y, rate, steps):
    model, losses = network(x.shape[1]), []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        losses.append(loss.item())
        descend(model, loss, rate, None)
    return {"losses": losses, "weights": nn.utils.parameters_to_vector(model.parameters()).detach()}


def descend(model, loss, rate, speeds):
    """One step of gradient descent, with momentum 0.9 where there are speeds."""
    parameters = list(model.parameters())
    slopes = torch.autograd.grad(loss, parameters)
    with torch.no_grad():
        for k, (parameter, slope) in enumerate(zip(parameters, slopes, strict=True)):
            if speeds is not None:
                speeds[k] = slope = 0.9 * speeds.get(k, 0) + slope
            parameter -= rate * slope


def moments(generator):
    yield from ((0, 10, 2, 1.0), (1, 10, 2, 1.0), (2, 10, 2, 1.0), (6, 10, 2, 1.0))
    yield from ((9, 10, 2, 0.5), (3, 7, 4, 0.1), (5, 7, 4, 0.1), (0, 5, 0, 2.0), (3, 5, 0, 2.0))
    yield 99, 100, 10, 1.0  # nearly 0
    yield from (
        (0, 6, 1, 0.4),
        (1, 6, 1, 0.4),
        (2, 6, 1, 0.4),
        (0, 1, 0, 0.3),
        (700, 4000, 600, 3.0),
    )


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak / warmup * (step + 1)
    angle = math.pi * (step - warmup) / (steps - warmup)
    return peak * math.cos(angle / 2) ** 2


def batches(generator, sizes):
    parts = []
    for size in sizes:
        x = normal(generator, size, 2)
        parts.append((x, (x[:, 0] > 0).long() + (x[:, 1] > 0.5).long()))
    return parts


def plans(generator):
    for n, held_out, epochs, peak, warmup in (
        (1, (4,), 2, 0.1, 1),
        (2, (6, 2), 2, 0.2, 1),
        (3, (5, 1), 4, 0.3, 5),
        (2, (7, 2), 6, 3.0, 2),
        (2, (7, 2), 5, 1.0, 2),  # the best epochs, equally good, are neither first nor last
    ):
        yield batches(generator, [6] * n), batches(generator, held_out), epochs, peak, warmup
    # A model that is given in evaluation mode; then batches of different sizes.
    yield batches(generator, [6, 6]), batches(generator, (16,)), 2, 0.2, 0
    yield batches(generator, [11, 2, 5]), batches(generator, (34, 3, 1)), 3, 0.2, 1


class Watched(nn.Module):
    """A network that notes whether gradients are recorded on the images to validate with."""

    def __init__(self, validation):
        super().__init__()
        self.layers, self.recorded = network(), False
        self.held_out = torch.cat([x for x, _ in validation])

    def forward(self, x):
        validates = (x[:, None] == self.held_out).all(-1).any(1).all()
        self.recorded = self.recorded or bool(validates and torch.is_grad_enabled())
        return self.layers(x)


def run_fit(fit, training, validation, epochs, peak, warmup):
    model, rates = Watched(validation).train(warmup > 0), []
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    hook = register_optimizer_step_pre_hook(
        lambda optimizer, *_: rates.append(float(optimizer.param_groups[0]["lr"]))
    )
    try:
        accuracies = fit(model, training, validation, epochs, peak, warmup)
    finally:
        hook.remove()
    return {
        "rates of the steps": rates,
        "accuracies": accuracies,
        "gradients were recorded in validation": model.recorded,
        "weights": torch.cat([t.flatten().float() for t in model.state_dict().values()]),
    }


def expected_fit(training, validation, epochs, peak, warmup):
    model, speeds, history, rates = network(), {}, [], []
    for _ in range(epochs):
        model.train()
        for x, y in training:
            rates.append(rate_at(len(rates), epochs * len(training), warmup, peak))
            descend(model, F.cross_entropy(model(x), y), rates[-1], speeds)
        model.eval()
        hits = [(model(x).argmax(1) == y).float() for x, y in validation]
        history.append((torch.cat(hits).mean().item(), copy.deepcopy(model.state_dict())))
    best = max(history, key=lambda pair: pair[0])[1]
    return {
        "rates of the steps": rates,
        "accuracies": [found for found, _ in history],
        "gradients were recorded in validation": False,
        "weights": torch.cat([t.flatten().float() for t in best.values()]),
    }


def digits():
    """scikit-learn's 1,797 digits, shuffled, without its import, which takes a second."""
    folder = Path(find_spec("sklearn").origin).parent
    table = np.loadtxt(folder / "datasets" / "data" / "digits.csv.gz", delimiter=",")
    table = torch.from_numpy(table).float()[np.random.default_rng(0).permutation(len(table))]
    return table[:, :64] / 16, table[:, 64].long()


TRAINED: dict = {}  # most stored mistakes leave `classifier` alone, and training takes a while


def train(classifier, data):
    key = getattr(classifier, "__code__", classifier)
    if key not in TRAINED:
        TRAINED[key] = result(classifier)
    return TRAINED[key]


def result(classifier):
    x, y = digits()
    model = classifier(
        x[:1000].clone(), y[:1000].clone(), x[1000:1437].clone(), y[1000:1437].clone()
    )
    if not isinstance(model, nn.Module):
        return model
    with torch.no_grad():
        scores = model(x[1437:].clone())
        training = model.training
        seen = (model.eval()(x[:1000].clone()).argmax(1) == y[:1000]).float().mean().item()
    return {"training": training, "scores": scores, "seen": seen}


def good(value, data):
    scores = value["scores"]
    if tuple(scores.shape) != (360, 10):
        return (
            f"The model gives scores of the shape {tuple(scores.shape)} for 360 images; (360, 10) "
            "is expected.",
            f"Le modèle donne des scores de forme {tuple(scores.shape)} pour 360 images ; (360, 10) "
            "est attendu.",
        )
    right = (scores.argmax(1) == digits()[1][1437:]).float().mean().item()
    if right < TARGET:
        seen = value["seen"]
        little = seen < ENOUGH
        return (
            f"{100 * right:.0f} % of 360 unseen images are right; {100 * TARGET:.0f} % is asked for. "
            f"Of the 1000 to learn from {100 * seen:.0f} % are: "
            + (
                "it has learned too little."
                if little
                else "what it has learned does not carry over."
            ),
            f"{100 * right:.0f} % de 360 images jamais vues sont justes ; il en faut "
            f"{100 * TARGET:.0f} %. Des 1000 à apprendre, {100 * seen:.0f} % le sont : "
            + ("il a trop peu appris." if little else "ce qu'il a appris ne se généralise pas."),
        )
    if value["training"]:
        return "The model is in training mode.", "Le modèle est en mode entraînement."
    return None


CHECKS = [
    Check(
        name="overfit",
        inputs=single,
        run=run_overfit,
        python_numbers=True,
        expected=expected_overfit,
        french={"losses": "pertes", "weights": "poids"},
    ),
    Check(name="rate_at", inputs=moments, expected=rate_at, python_numbers=True),
    Check(
        name="fit",
        inputs=plans,
        run=run_fit,
        python_numbers=True,
        expected=expected_fit,
        french={
            "rates of the steps": "taux des pas",
            "accuracies": "exactitudes",
            "gradients were recorded in validation": "gradients enregistrés en validation",
            "weights": "poids",
        },
    ),
    Check(
        name="classifier", inputs=lambda generator: [("digits",)], run=train, judge=good, slow=True
    ),
]
