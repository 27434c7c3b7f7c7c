import torch


def answer(x, w, b):
    return 1.0 if sum(p * q for p, q in zip(x.tolist(), w.tolist())) + b > 0 else -1.0


def predict(x, w, b):
    return torch.tensor([answer(row, w, b) for row in x])


def update(x, y, w, b, rate):
    if answer(x, w, b) != y:
        w = w.clone()
        w += rate * y * x
        b += rate * y
    return w, b
