"""Sounds made alike for a network: one rate, one length, one loudness.

Shapes: S samples.
"""

import math

import numpy as np
import torch
from torch import Tensor


def resampled(samples: Tensor, rate: int, wanted: int) -> Tensor:
    """Bring samples (S,) from one rate to another; what the lower cannot hold is filtered out."""
    if rate == wanted:
        return samples
    from scipy.signal import resample_poly  # three seconds to import; few sounds need it

    common = math.gcd(rate, wanted)
    changed = resample_poly(samples.double().numpy(), wanted // common, rate // common)
    return torch.from_numpy(changed.astype(np.float32))


def loudest_part(samples: Tensor, length: int) -> Tensor:
    """Cut samples (S,) to the loudest stretch of a length, or fill them with silence at the end."""
    if len(samples) <= length:
        return torch.nn.functional.pad(samples, (0, length - len(samples)))
    step = max(1, length // 20)
    energy = torch.nn.functional.pad(samples.double().square().cumsum(0), (1, 0))
    starts = torch.arange(0, len(samples) - length + 1, step)
    best = int(starts[(energy[starts + length] - energy[starts]).argmax()])
    return samples[best : best + length]


def leveled(samples: Tensor) -> Tensor:
    """Bring samples (S,) to the same loudness: how far the microphone was says nothing."""
    return samples * (0.1 / samples.square().mean().sqrt().clamp(min=1e-6))
