"""The small network that comes along: it has seen photographs, emoji and letters.

Its card says how it was trained, on what, and what it knows; `benchmarks/pretrained_images.py`
trains it again. Weights are kept in float16, half the size.
"""

from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from gradatim.checksums import read_shipped

FOLDER = Path(__file__).with_name("pretrained_images")


def pretrained_card() -> dict[str, Any]:
    """What is known of the network: `sizes` of its ResNetConfig, `mean`, `std`, data, figures.

    Raises:
        UserError: the package was installed without it, or it is damaged.
    """
    return _read()[0]


def pretrained_weights() -> dict[str, Tensor]:
    """Every weight but those of the last layer, by name, float32.

    Raises:
        UserError: see `pretrained_card`.
    """
    return {n: w.float() if w.dtype == torch.float16 else w for n, w in _read()[1].items()}


@cache
def _read() -> tuple[dict[str, Any], dict[str, Tensor]]:
    return read_shipped(FOLDER)
