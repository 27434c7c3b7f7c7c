import torch


def predict(x, w, b):
    score = torch.einsum("bd,d->b", x, w) + b
    result = torch.full_like(score, -1.0)
    result[score > 0] = 1.0
    return result


def update(x, y, w, b, rate):
    score = torch.dot(w, x) + b
    wrong = (score <= 0) if y > 0 else (score > 0)
    return (w + rate * y * x, b + rate * y) if wrong else (w.clone(), b)
