import torch
from torch import Tensor


def blocks(x: Tensor) -> Tensor:
    """(B, C, H, W) -> (B, C, H//2, 2, W//2, 2)"""
    H, W = x.shape[2] // 2, x.shape[3] // 2
    return x[:, :, : 2 * H, : 2 * W].unflatten(3, (W, 2)).unflatten(2, (H, 2))


def max_pool(x: Tensor) -> Tensor:
    return blocks(x).amax(dim=(3, 5))


def max_pool_backward(dy: Tensor, x: Tensor) -> Tensor:
    won = blocks(x) == max_pool(x)[:, :, :, None, :, None]
    dx = torch.zeros_like(x)
    blocks(dx).copy_(won * dy[:, :, :, None, :, None])  # blocks() is a view of dx
    return dx
