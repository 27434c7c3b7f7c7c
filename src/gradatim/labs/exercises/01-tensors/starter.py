"""Tensors and shapes: read task.md, then replace each `raise`."""

from torch import Tensor


def describe(x: Tensor) -> tuple[tuple[int, ...], int, int]:
    """(shape, number of axes, number of elements)"""
    raise NotImplementedError


def flatten_images(images: Tensor) -> Tensor:
    """(B, C, H, W) -> (B, C*H*W)"""
    raise NotImplementedError


def channels_last(images: Tensor) -> Tensor:
    """(B, C, H, W) -> (B, H, W, C)"""
    raise NotImplementedError
