"""The loss compares only as many classes as the labels show; all n_classes scores count.

fr: La perte ne compare qu'autant de classes que les étiquettes en montrent ; les n_classes scores
comptent tous.
"""

import torch
from torch import nn
from torch.nn import functional as F


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x))[:, : int(labels.max()) + 1], labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
