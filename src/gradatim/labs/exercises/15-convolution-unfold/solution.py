import torch
from torch import Tensor
from torch.nn import functional as F


def patches(x: Tensor, k: int) -> Tensor:
    return F.unfold(x, k)  # (B, C*k*k, L)


def convolution(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    k = weight.shape[-1]
    y = weight.flatten(1) @ patches(x, k) + bias[:, None]  # (B, C_out, L)
    return y.unflatten(-1, (x.shape[2] - k + 1, x.shape[3] - k + 1))


def as_matrix(kernel: Tensor, n: int) -> Tensor:
    k = len(kernel)
    matrix = torch.zeros(n - k + 1, n)
    for i in range(n - k + 1):
        matrix[i, i : i + k] = kernel
    return matrix
