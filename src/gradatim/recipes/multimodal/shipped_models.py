"""The models of images and text that ship with the package, so that there is one at once.

`mnist-flow` draws digits from words, `emoji-clip` compares emoji with words, `scene-captioner` says
what stands in a scene. How each was trained and what it reached stands in card.json in its folder;
the weights are stored in 8 bits. Beside them lie examples that no training saw.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from gradatim.checksums import read_shipped, save_tensors, with_checksum
from gradatim.data.info import CaptionInfo, MatchInfo, from_json
from gradatim.data.multimodal.scenes import THING
from gradatim.data.vision.image_set import ImageSet
from gradatim.files import write_json
from gradatim.models.multimodal.captioner import Captioner, CaptionerConfig
from gradatim.models.multimodal.clip import CLIP, CLIPConfig, TextEncoderConfig
from gradatim.models.multimodal.dit import DiT, DiTConfig
from gradatim.models.quantization import pack, unpack

FOLDER = Path(__file__).with_name("shipped")
DRAWER, MATCHER, CAPTIONER = "mnist-flow", "emoji-clip", "scene-captioner"
SHEET_COLUMNS = 24  # emoji beside each other in the sheet of examples
EMOJI = 32  # pixels of one
Kind = tuple[Callable[[dict[str, Any]], nn.Module], type[CaptionInfo] | type[MatchInfo]]
KINDS: dict[str, Kind] = {
    DRAWER: (lambda sizes: DiT(DiTConfig(**sizes)), CaptionInfo),
    MATCHER: (
        lambda sizes: CLIP(CLIPConfig(**sizes | {"text": TextEncoderConfig(**sizes["text"])})),
        MatchInfo,
    ),
    CAPTIONER: (lambda sizes: Captioner(CaptionerConfig(**sizes)), CaptionInfo),
}


class Shipped(NamedTuple):
    """A model that ships, in evaluation mode, and what is needed to use it."""

    model: Any
    info: Any
    texts: dict[str, str]  # of the files beside it


@cache
def open_shipped(name: str) -> Shipped:
    """Open a model that ships, by the name of its recipe.

    Raises:
        UserError: the package was installed without it, or its files are damaged.
    """
    build, info_type = KINDS[name]
    card, weights = read_shipped(FOLDER / name)
    with torch.random.fork_rng(devices=[]):  # what is drawn here must not move what comes later
        model = build(card["sizes"])
    model.load_state_dict(unpack(weights))
    return Shipped(model.eval(), from_json(info_type, card["info"]), card["texts"])


def write_shipped(
    name: str, model: Any, info: Any, texts: dict[str, str], card: dict[str, Any]
) -> None:
    """Write a model as `open_shipped` reads it."""
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    save_tensors(pack(model.state_dict(), bits=8), FOLDER / name / "model.safetensors")
    card = {"sizes": asdict(model.config), "info": asdict(info), "texts": texts, **card}
    write_json(FOLDER / name / "card.json", with_checksum(card))
    open_shipped.cache_clear()


class EmojiExamples(NamedTuple):
    """Emoji whose names `emoji-clip` was never trained on."""

    images: Tensor  # uint8 (S, N, 3, 32, 32)
    styles: tuple[str, ...]  # S
    names: dict[str, tuple[str, ...]]  # of each language, N


@cache
def emoji_examples() -> EmojiExamples:
    """Read the emoji that ship."""
    told = json.loads((FOLDER / MATCHER / "unseen.json").read_text("utf-8"))
    with Image.open(FOLDER / MATCHER / "unseen.png") as file:
        sheet = torch.from_numpy(np.array(file.convert("RGB")))  # (H, W, 3)
    tiles = sheet.unflatten(1, (SHEET_COLUMNS, EMOJI)).unflatten(0, (-1, EMOJI))
    tiles = tiles.permute(0, 2, 4, 1, 3).flatten(0, 1)  # (S N, 3, 32, 32)
    styles = tuple(told["styles"])
    names = {language: tuple(several) for language, several in told["names"].items()}
    return EmojiExamples(tiles.unflatten(0, (len(styles), -1)), styles, names)


@cache
def digit_examples() -> ImageSet:
    """Read the digits that ship: ten of each class, of MNIST's test images, 20 x 20 pixels."""
    with Image.open(FOLDER / CAPTIONER / "digits.png") as file:
        sheet = torch.from_numpy(np.array(file.convert("L")))  # (H, W): a row for each class
    tiles = sheet.unflatten(1, (-1, THING)).unflatten(0, (-1, THING)).permute(0, 2, 1, 3)
    n_each = tiles.shape[1]
    labels = torch.arange(len(tiles)).repeat_interleave(n_each)
    names = tuple(map(str, range(len(tiles))))
    return ImageSet("mnist", "test", tiles.flatten(0, 1)[:, None], labels, names)


def tiled(images: Tensor, columns: int) -> Image.Image:
    """Lay images (N, C, H, W), uint8, side by side, so many in a row."""
    rows = images.unflatten(0, (-1, columns)).permute(0, 3, 1, 4, 2)  # (rows, H, columns, W, C)
    sheet = rows.flatten(2, 3).flatten(0, 1)  # (rows H, columns W, C)
    return Image.fromarray(sheet.squeeze(2).numpy())
