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
            for parameter in (model.weight, model.bias):
                parameter -= rate * parameter.grad
    return losses
