"""Rotary positions: a query and a key are rotated by angles that grow with their position.

And how they are stretched, so that a model reads longer texts than it was trained on.

Shapes: T positions, D channels of a head.

J. Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", arXiv:2104.09864.
"""

import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from gradatim.validation import require_positive, require_sizes


@dataclass(frozen=True, kw_only=True)
class RotaryScaling:
    """How rotations are slowed down for longer texts.

    Fast pairs tell neighbors apart and keep their speed; slow ones measure far distances. Which
    is which differs:

    - "linear": every rotation is slowed (Chen et al. 2023, "Extending context window of large
      language models via positional interpolation", section 2.3).
    - "llama3": those are kept that turn at least bounds[1] times in `trained_context`, those are
      slowed that turn at most bounds[0] times, and between both it goes over linearly by turns.
    - "yarn": the same, going over linearly by the number of the pair (Peng et al. 2023, "YaRN",
      sections 3.2 and 3.4).
    - "longrope": every pair has a factor of its own, found by a search (Ding et al. 2024,
      "LongRoPE", section 3).

    Args:
        kind: one of these.
        factor: how many times longer the texts are, and by how much rotations are slowed.
        bounds: turns in `trained_context`, of "llama3" and "yarn".
        pairs: factors by which the D / 2 pairs are slowed, of "longrope".
        trained_context: tokens that the model read at once before it was stretched.
        magnitude: factor of rotated queries and keys, which sharpens the scores of long texts.
    """

    kind: Literal["linear", "llama3", "yarn", "longrope"] = "linear"
    factor: float
    bounds: tuple[float, float] = (1.0, 32.0)
    pairs: tuple[float, ...] = ()
    trained_context: int = 8192
    magnitude: float = 1.0

    def __post_init__(self) -> None:
        require_positive(self, "factor", "magnitude")
        require_sizes(self, "trained_context")

    def slow(self, frequency: Tensor, base: float) -> Tensor:
        """Frequencies (D / 2,) in radians per place -> those of the stretched model."""
        if self.kind == "linear":
            return frequency / self.factor
        if self.kind == "longrope":
            return frequency / torch.tensor(self.pairs, device=frequency.device)
        low, high = self.bounds
        if self.kind == "llama3":
            turns = self.trained_context * frequency / (2 * math.pi)
            kept = ((turns - low) / (high - low)).clamp(0, 1)
        else:
            pair = torch.arange(len(frequency), device=frequency.device)
            first, last = (
                self._pair(high, len(frequency), base),
                self._pair(low, len(frequency), base),
            )
            start, end = max(math.floor(first), 0), min(math.ceil(last), 2 * len(frequency) - 1)
            kept = 1 - ((pair - start) / max(end - start, 0.001)).clamp(0, 1)
        return kept * frequency + (1 - kept) * frequency / self.factor

    def _pair(self, turns: float, n_pairs: int, base: float) -> float:
        """Number of the pair that turns so often in the trained context, with a fraction."""
        return n_pairs * math.log(self.trained_context / (2 * math.pi * turns)) / math.log(base)


def rotary_table(
    positions: Tensor, head_width: int, base: float, scaling: RotaryScaling | None = None
) -> tuple[Tensor, Tensor]:
    """Cosines and sines of position x frequency, (T, D / 2) each, frequency i = base^(-2i / D).

    Source: Su et al. 2021, "RoFormer", section 3.2.2 (base 10,000).
    """
    # From one radian per place down to about 1 / base: fast pairs tell neighbors apart, slow ones
    # tell far places apart, as the hands of a clock do.
    frequency = base ** (-torch.arange(0, head_width, 2, device=positions.device) / head_width)
    if scaling is not None:
        frequency = scaling.slow(frequency, base)
    angle = positions[:, None] * frequency  # (T, D / 2)
    if scaling is not None and scaling.magnitude != 1:
        return scaling.magnitude * angle.cos(), scaling.magnitude * angle.sin()
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotate channel pairs (i, i + D/2) of x (B, T, H, D) by the angles of their positions.

    The dot product of two rotated vectors depends on the distance of their positions only. Where
    the angles are fewer than D / 2, only so many pairs of the first channels are rotated, and the
    others carry no position (Black et al. 2022, "GPT-NeoX-20B", section 2.1).
    """
    # Halves instead of the paper's neighbors: the same up to the order of channels, which the
    # projections learn, and one contiguous product instead of a strided one (as in GPT-NeoX).
    rotated = 2 * cosine.shape[-1]
    if rotated < x.shape[-1]:
        return torch.cat((rotate(x[..., :rotated], cosine, sine), x[..., rotated:]), dim=-1)
    cosine, sine = cosine[:, None].to(x.dtype), sine[:, None].to(x.dtype)  # (T, 1, D / 2)
    first, second = x.chunk(2, dim=-1)
    return torch.cat(
        (first * cosine - second * sine, second * cosine + first * sine), dim=-1
    )  # (B, T, H, D)
