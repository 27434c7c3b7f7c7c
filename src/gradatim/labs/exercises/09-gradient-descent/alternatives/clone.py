import torch


def descend(gradient, w, rate, steps):
    return momentum_descend(gradient, w, rate, 0.0, steps)


def momentum_descend(gradient, w, rate, beta, steps):
    w = w.clone()
    path, v = [w.clone()], 0
    for _ in range(steps):
        v = beta * v + gradient(w)
        w -= rate * v
        path.append(w.clone())
    return torch.stack(path)
