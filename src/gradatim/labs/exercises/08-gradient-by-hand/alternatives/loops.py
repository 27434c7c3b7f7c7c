import math

import torch


def neuron(w, b, row):
    s = float(b) + sum(p * q for p, q in zip(w.tolist(), row.tolist()))
    return 1 / (1 + math.exp(-s))


def loss(w, b, x, y):
    return torch.tensor([(neuron(w, b, row) - t) ** 2 for row, t in zip(x, y.tolist())]).mean()


def gradients(w, b, x, y):
    dw, db = torch.zeros_like(w), torch.zeros(())
    for row, t in zip(x, y.tolist()):
        p = neuron(w, b, row)
        d = 2 * (p - t) * p * (1 - p)
        dw, db = dw + d * row / len(x), db + d / len(x)
    return dw, db


def central_difference(f, w, h):
    slopes = []
    for i in range(w.numel()):
        up, down = w.clone(), w.clone()
        up[i] += h
        down[i] -= h
        slopes.append(float((f(up) - f(down)) / (2 * h)))
    return torch.tensor(slopes)
