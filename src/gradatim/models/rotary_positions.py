"""Rotary positions: a query and a key are rotated by angles that grow with their position.

And how they are stretched, so that a model reads longer texts than it was trained on.

Shapes: T positions, D channels of a head.

J. Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", arXiv:2104.09864.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from gradatim.validation import require_positive, require_sizes


@dataclass(frozen=True, kw_only=True)
class RotaryScaling:
    """How rotations are slowed down for longer texts.

    Args:
        factor: how many times longer; every rotation is slowed by it (Chen et al. 2023, "Extending
            context window of large language models via positional interpolation", section 2.3).
        bounds: None, or as in Llama 3.1: rotations that turn at least bounds[1] times in
            `trained_context` keep their speed, those that turn at most bounds[0] times are slowed,
            and those between go over linearly.
        trained_context: tokens that the model read at once before it was stretched.
    """

    factor: float
    bounds: tuple[float, float] | None = None
    trained_context: int = 8192

    def __post_init__(self) -> None:
        require_positive(self, "factor")
        require_sizes(self, "trained_context")

    def slow(self, frequency: Tensor) -> Tensor:
        """Frequencies (D / 2,) in radians per place -> those of the stretched model."""
        if self.bounds is None:
            return frequency / self.factor
        low, high = self.bounds
        turns = self.trained_context * frequency / (2 * math.pi)
        # Fast pairs tell neighbours apart and must not change; only slow ones measure far
        # distances.
        kept = ((turns - low) / (high - low)).clamp(0, 1)
        return kept * frequency + (1 - kept) * frequency / self.factor


def rotary_table(
    positions: Tensor, head_width: int, base: float, scaling: RotaryScaling | None = None
) -> tuple[Tensor, Tensor]:
    """Cosines and sines of position x frequency, (T, D / 2) each, frequency i = base^(-2i / D).

    Source: Su et al. 2021, "RoFormer", section 3.2.2 (base 10,000).
    """
    # From one radian per place down to about 1 / base: fast pairs tell neighbours apart, slow ones
    # tell far places apart, as the hands of a clock do.
    frequency = base ** (-torch.arange(0, head_width, 2, device=positions.device) / head_width)
    if scaling is not None:
        frequency = scaling.slow(frequency)
    angle = positions[:, None] * frequency  # (T, D / 2)
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotate channel pairs (i, i + D/2) of x (B, T, H, D) by the angles of their positions.

    The dot product of two rotated vectors depends on the distance of their positions only. Where
    the angles are fewer than D / 2, only so many pairs of the first channels are rotated, and the
    others carry no position (Black et al. 2022, "GPT-NeoX-20B", section 2.1).
    """
    # Halves instead of the paper's neighbours: the same up to the order of channels, which the
    # projections learn, and one contiguous product instead of a strided one (as in GPT-NeoX).
    rotated = 2 * cosine.shape[-1]
    if rotated < x.shape[-1]:
        return torch.cat((rotate(x[..., :rotated], cosine, sine), x[..., rotated:]), dim=-1)
    cosine, sine = cosine[:, None].to(x.dtype), sine[:, None].to(x.dtype)  # (T, 1, D / 2)
    first, second = x.chunk(2, dim=-1)
    return torch.cat(
        (first * cosine - second * sine, second * cosine + first * sine), dim=-1
    )  # (B, T, H, D)
