"""Reductions and axes: read task.md, then replace each `raise`."""

from torch import Tensor


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """logits (B, C), labels (B,) -> a number between 0 and 1"""
    raise NotImplementedError


def softmax(logits: Tensor) -> Tensor:
    """(B, C) -> (B, C), each row sums to 1"""
    raise NotImplementedError


def channel_means(images: Tensor) -> Tensor:
    """(B, C, H, W) -> (C,)"""
    raise NotImplementedError
