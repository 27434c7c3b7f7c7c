import torch
from torch import Tensor
from torch.nn import functional as F


def output_size(n: int, k: int, stride: int, padding: int) -> int:
    return (n + 2 * padding - k) // stride + 1


def correlate(x: Tensor, kernel: Tensor) -> Tensor:
    (H, W), (h, w) = x.shape, kernel.shape
    y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            y[i, j] = (x[i : i + h, j : j + w] * kernel).sum()
    return y


def convolution(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
    B, _, H, W = x.shape
    C_out, _, h, w = weight.shape
    x = F.pad(x, (padding, padding, padding, padding))
    rows, columns = output_size(H, h, stride, padding), output_size(W, w, stride, padding)
    y = torch.zeros(B, C_out, rows, columns)
    for b in range(B):
        for o in range(C_out):
            for i in range(rows):
                for j in range(columns):
                    top, left = i * stride, j * stride
                    window = x[b, :, top : top + h, left : left + w]  # (C_in, h, w)
                    y[b, o, i, j] = (window * weight[o]).sum() + bias[o]
    return y
