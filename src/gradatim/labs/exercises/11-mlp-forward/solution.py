import torch
from torch import Tensor


def relu(x: Tensor) -> Tensor:
    return torch.where(x > 0, x, 0.0)


def forward(x: Tensor, layers: list[tuple[Tensor, Tensor]]) -> Tensor:
    for W, b in layers[:-1]:
        x = relu(x @ W.T + b)
    W, b = layers[-1]
    return x @ W.T + b


def count_parameters(sizes: list[int]) -> int:
    return sum((n_in + 1) * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:]))
