from torch import Tensor


def center_columns(x: Tensor) -> Tensor:
    return x - x.mean(dim=0)  # (B, D) - (D,)


def scale_rows(x: Tensor, s: Tensor) -> Tensor:
    return x * s[:, None]  # (B, D) * (B, 1)


def squared_distances(a: Tensor, b: Tensor) -> Tensor:
    difference = a[:, None, :] - b[None, :, :]  # (N, M, D)
    return (difference**2).sum(dim=-1)  # (N, M)
