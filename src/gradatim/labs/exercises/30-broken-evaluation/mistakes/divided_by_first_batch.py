"""The sum of the losses is divided by one size for all batches; divide by the size of this batch.

fr: La somme des pertes est divisée par une même taille pour tous les lots ; divisez par la taille
de ce lot.
"""

import torch
from torch.nn import functional as F


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        model.train()
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels, reduction="sum") / len(batches[0][0])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(1) == labels).float().mean().item())
    return accuracies
