import torch


def descend(gradient, w, rate, steps):
    path = torch.empty(steps + 1, len(w))
    path[0] = w
    for k in range(steps):
        path[k + 1] = path[k] - rate * gradient(path[k])
    return path


def largest_rate(c):
    return torch.tensor(2.0) / c


def momentum_descend(gradient, w, rate, beta, steps):
    path, velocity = torch.empty(steps + 1, len(w)), torch.zeros(len(w))
    path[0] = w
    for k in range(steps):
        velocity.mul_(beta).add_(gradient(path[k]))
        path[k + 1] = path[k] - rate * velocity
    return path
