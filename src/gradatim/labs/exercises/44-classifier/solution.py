import copy
import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Batches = list[tuple[Tensor, Tensor]]


def overfit(model: nn.Module, x: Tensor, y: Tensor, rate: float, steps: int) -> list[float]:
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def rate_at(step: int, steps: int, warmup: int, peak: float) -> float:
    if step < warmup:
        return peak * (step + 1) / warmup
    fraction = (step - warmup) / (steps - warmup)
    return peak * (1 + math.cos(math.pi * fraction)) / 2


@torch.no_grad()
def accuracy(model: nn.Module, batches: Batches) -> float:
    model.eval()
    right = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    return right / sum(len(y) for _, y in batches)


def fit(
    model: nn.Module,
    training: Batches,
    validation: Batches,
    epochs: int,
    peak: float,
    warmup: int,
) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    steps, step = epochs * len(training), 0
    accuracies: list[float] = []
    best = None
    for _ in range(epochs):
        model.train()
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        found = accuracy(model, validation)
        if best is None or found > max(accuracies):
            best = copy.deepcopy(model.state_dict())
        accuracies.append(found)
    model.load_state_dict(best)
    return accuracies


def classifier(x: Tensor, y: Tensor, x_validation: Tensor, y_validation: Tensor) -> nn.Module:
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    training = list(zip(x.split(50), y.split(50)))
    fit(model, training, [(x_validation, y_validation)], epochs=20, peak=0.1, warmup=40)
    return model.eval()
