"""Rotary positions: a query and a key are rotated by angles that grow with their position.

Shapes: T positions, D channels of a head.

J. Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", arXiv:2104.09864.
"""

import torch
from torch import Tensor


def rotary_table(positions: Tensor, head_width: int, base: float) -> tuple[Tensor, Tensor]:
    """Cosines and sines of position x frequency, (T, D / 2) each, frequency i = base^(-2i / D).

    Source: Su et al. 2021, "RoFormer", section 3.2.2 (base 10,000).
    """
    # From one radian per place down to about 1 / base: fast pairs tell neighbours apart, slow ones
    # tell far places apart, as the hands of a clock do.
    frequency = base ** (-torch.arange(0, head_width, 2, device=positions.device) / head_width)
    angle = positions[:, None] * frequency  # (T, D / 2)
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotate channel pairs (i, i + D/2) of x (B, T, H, D) by the angles of their positions.

    The dot product of two rotated vectors depends on the distance of their positions only.
    """
    cosine, sine = cosine[:, None].to(x.dtype), sine[:, None].to(x.dtype)  # (T, 1, D / 2)
    # Halves instead of the paper's neighbours: the same up to the order of channels, which the
    # projections learn, and one contiguous product instead of a strided one (as in GPT-NeoX).
    first, second = x.chunk(2, dim=-1)
    return torch.cat(
        (first * cosine - second * sine, second * cosine + first * sine), dim=-1
    )  # (B, T, H, D)
