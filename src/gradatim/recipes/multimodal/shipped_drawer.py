"""The model that ships with the package and draws digits from words, so that there is one at once.

It is a run of `mnist-flow`. How it was trained and what it reached stands in card.json in its
folder; the weights are stored in 8 bits.
"""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import torch

from gradatim.checksums import read_shipped, save_tensors, with_checksum
from gradatim.data.info import CaptionInfo
from gradatim.files import write_json
from gradatim.models.multimodal.dit import DiT, DiTConfig
from gradatim.models.quantization import pack, unpack

NAME = "mnist-flow"
FOLDER = Path(__file__).with_name("shipped") / NAME


@cache
def open_shipped_drawer() -> tuple[DiT, CaptionInfo]:
    """Open the model that ships, in evaluation mode, and the words it knows.

    Raises:
        UserError: the package was installed without it, or its files are damaged.
    """
    card, weights = read_shipped(FOLDER)
    with torch.random.fork_rng(devices=[]):  # what is drawn here must not move what comes later
        model = DiT(DiTConfig(**card["sizes"]))
    model.load_state_dict(unpack(weights))
    info = card["info"]
    shape, words = tuple(info["shape"]), tuple(info["words"])
    return model.eval(), CaptionInfo(**info | {"shape": shape, "words": words})


def write_shipped_drawer(model: DiT, info: CaptionInfo, card: dict[str, Any]) -> None:
    """Write a model as `open_shipped_drawer` reads it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    save_tensors(pack(model.state_dict(), bits=8), FOLDER / "model.safetensors")
    card = {"sizes": asdict(model.config), "info": asdict(info), **card}
    write_json(FOLDER / "card.json", with_checksum(card))
