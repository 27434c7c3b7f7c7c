import torch


def predict(x, w, b):
    return ((x * w).sum(dim=1) + b > 0).float() * 2 - 1


def update(x, y, w, b, rate):
    error = (y - predict(x[None], w, b).item()) / 2
    return w + rate * error * x, b + rate * error


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), torch.zeros(())
    for i in range(epochs * len(x)):
        w, b = update(x[i % len(x)], y[i % len(x)].item(), w, b, rate)
    return w, b
