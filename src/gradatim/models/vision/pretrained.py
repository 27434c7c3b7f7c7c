"""The small network that comes along: it has seen photographs, emoji and letters.

Its card says how it was trained, on what, and what it knows; `benchmarks/pretrained_images.py`
trains it again. Weights are kept in float16, half the size.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from gradatim.checksums import is_intact, tensors_are_intact
from gradatim.errors import UserError

FOLDER = Path(__file__).with_name("pretrained_images")


@cache
def pretrained_card() -> dict[str, Any]:
    """What is known of the network: `sizes` of its ResNetConfig, `mean`, `std`, data, figures.

    Raises:
        UserError: the package was installed without it, or it is damaged.
    """
    try:
        card = json.loads((FOLDER / "card.json").read_text("utf-8"))
        if not is_intact(card):
            raise ValueError("the checksum of its card does not fit")
    except (OSError, ValueError) as error:
        raise UserError(_unreadable(error)) from error
    return card


def pretrained_weights() -> dict[str, Tensor]:
    """Every weight but those of the last layer, by name, float32.

    Raises:
        UserError: see `pretrained_card`.
    """
    path = FOLDER / "model.safetensors"
    try:
        if not tensors_are_intact(path):
            raise ValueError("the checksum of its weights does not fit")
        weights = load_file(path)
    except (OSError, ValueError, SafetensorError) as error:
        raise UserError(_unreadable(error)) from error
    return {n: w.float() if w.dtype == torch.float16 else w for n, w in weights.items()}


def _unreadable(error: Exception) -> str:
    return f"the pretrained network in {FOLDER} cannot be read ({error}): install gradatim again."
