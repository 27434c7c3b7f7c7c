import torch
from torch import Tensor, nn, optim
from torch.nn import functional as F


def train(
    model: nn.Module,
    batches: list[tuple[Tensor, Tensor]],
    optimizer: optim.Optimizer,
    epochs: int,
) -> list[float]:
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


@torch.no_grad()
def evaluate(model: nn.Module, batches: list[tuple[Tensor, Tensor]]) -> float:
    before = model.training
    model.eval()
    hits = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    model.train(before)
    return hits / sum(len(y) for _, y in batches)
