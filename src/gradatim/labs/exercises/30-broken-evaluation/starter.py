"""Broken loop 4: it runs, but more than one thing is wrong. Find them."""

from torch import Tensor, nn, optim
from torch.nn import functional as F


def fit(
    model: nn.Module,
    batches: list[tuple[Tensor, Tensor]],
    held_out: tuple[Tensor, Tensor],
    optimizer: optim.Optimizer,
    epochs: int,
) -> list[float]:
    accuracies = []
    for _ in range(epochs):
        for x, labels in [*batches, held_out]:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        x, labels = held_out
        accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
