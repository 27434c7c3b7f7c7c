"""Convolution by loops: read task.md, then replace each `raise`."""

from torch import Tensor


def output_size(n: int, k: int, stride: int, padding: int) -> int:
    raise NotImplementedError


def correlate(x: Tensor, kernel: Tensor) -> Tensor:
    """x (H, W), kernel (h, w) -> (H-h+1, W-w+1)"""
    raise NotImplementedError


def convolution(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
    """x (B, C_in, H, W), weight (C_out, C_in, h, w), bias (C_out,)"""
    raise NotImplementedError
