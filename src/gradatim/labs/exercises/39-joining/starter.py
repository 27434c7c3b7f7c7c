"""Join, gather, scatter, einsum: read task.md, then replace each `raise`."""

from torch import Tensor


def as_batch(images: list[Tensor]) -> Tensor:
    """N times (C, H, W) -> (N, C, H, W)"""
    raise NotImplementedError


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    """(N, C1, H, W), (N, C2, H, W) -> (N, C1 + C2, H, W)"""
    raise NotImplementedError


def chosen(scores: Tensor, labels: Tensor) -> Tensor:
    """(B, T, V), (B, T) -> (B, T)"""
    raise NotImplementedError


def one_hot(labels: Tensor, n_classes: int) -> Tensor:
    """(B,) -> (B, n_classes), float32"""
    raise NotImplementedError


def totals(values: Tensor, groups: Tensor, n: int) -> Tensor:
    """(M,), (M,) -> (n,)"""
    raise NotImplementedError


def bilinear(x: Tensor, W: Tensor, y: Tensor) -> Tensor:
    """(B, I), (K, I, J), (B, J) -> (B, K)"""
    raise NotImplementedError
