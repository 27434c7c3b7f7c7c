import numpy as np
import torch
from torch import Tensor


def ramp(start: float, stop: float, n: int) -> Tensor:
    return torch.linspace(start, stop, n)


def to_images(array: np.ndarray) -> Tensor:
    images = torch.from_numpy(array.copy())  # (N, H, W, C)
    return images.permute(0, 3, 1, 2) / 255  # (N, C, H, W)


def windows(x: Tensor, size: int) -> Tensor:
    return x.unfold(0, size, 1)


def position(x: Tensor, index: tuple[int, ...]) -> int:
    steps = [i * stride for i, stride in zip(index, x.stride())]
    return x.storage_offset() + sum(steps)


def same_storage(a: Tensor, b: Tensor) -> bool:
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
