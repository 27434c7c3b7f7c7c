"""Only the parameters of one layer are changed; all parameters of the model are trained.

fr: Seuls les paramètres d'une couche sont modifiés ; tous les paramètres du modèle sont entraînés.
"""

import torch
from torch.nn import functional as F


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in list(model.parameters())[-2:]:
                parameter -= rate * parameter.grad
    return losses
