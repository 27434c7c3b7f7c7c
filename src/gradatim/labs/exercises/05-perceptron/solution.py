import torch
from torch import Tensor


def predict(x: Tensor, w: Tensor, b: float) -> Tensor:
    return torch.where(x @ w + b > 0, 1.0, -1.0)  # (B,)


def update(x: Tensor, y: float, w: Tensor, b: float, rate: float) -> tuple[Tensor, float]:
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction == y:
        return w, b
    return w + rate * y * x, b + rate * y


def train(x: Tensor, y: Tensor, epochs: int, rate: float) -> tuple[Tensor, float]:
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for example, answer in zip(x, y.tolist()):
            w, b = update(example, answer, w, b, rate)
    return w, b
