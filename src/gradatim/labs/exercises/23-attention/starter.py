"""Scaled dot-product attention: read task.md, then replace each `raise`."""

from torch import Tensor


def weights(q: Tensor, k: Tensor) -> Tensor:
    """q (B, T, D), k (B, S, D) -> (B, T, S)"""
    raise NotImplementedError


def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """v (B, S, E) -> (B, T, E)"""
    raise NotImplementedError


def split_heads(x: Tensor, n_heads: int) -> Tensor:
    """(B, T, C) -> (B, H, T, C // H)"""
    raise NotImplementedError


def merge_heads(x: Tensor) -> Tensor:
    """(B, H, T, D) -> (B, T, H*D)"""
    raise NotImplementedError
