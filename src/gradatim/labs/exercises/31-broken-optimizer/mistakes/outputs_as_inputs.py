"""The new head gets the outputs of the old one as its number of inputs; it needs in_features.

fr: La nouvelle tête reçoit le nombre de sorties de l'ancienne comme nombre d'entrées ; il lui
faut in_features.
"""

import torch
from torch import nn
from torch.nn import functional as F


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.out_features, n_classes)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        with torch.no_grad():
            features = model.body(x)
        loss = F.cross_entropy(model.head(features), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
