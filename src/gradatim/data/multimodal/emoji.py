"""Emoji: 1,623 small drawings in two styles, with names and keywords in English and French.

Flags, keycaps and skin tones are left out: what their names say cannot be seen in 32 pixels.
"""

import json
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from PIL import Image

from gradatim.data.download import fetch
from gradatim.data.multimodal.caption_set import CaptionSet

SHEETS = {"noto": "noto-sheet-32.png", "twemoji": "twemoji-sheet-32.png"}
CELL, IMAGE_SIZE = 34, 32  # pixels of a cell of the sheet, and of the drawing in it
COMPONENTS, FLAGS = 2, 9  # groups of emojibase that are left out
N_TAGS = 3  # keywords of a caption that is made of keywords
NAME_WEIGHT = 3  # how often the name is said for each time that keywords are


@lru_cache(maxsize=1)
def load_emoji() -> CaptionSet:
    """Load all emoji, in both styles.

    Raises:
        UserError: files that are missing or damaged.
    """
    places = json.loads(fetch("emoji", "emoji.json").read_text("utf-8"))
    words = {language: _by_code(language) for language in ("en", "fr")}
    kept = [
        (place, [words[language][code] for language in words])
        for place in places
        if (code := _code(place["unified"])) in words["en"] and _is_kept(words["en"][code], place)
    ]
    images = [
        [_tile(sheet, place["sheet_x"], place["sheet_y"]) for place, _ in kept]
        for sheet in map(_sheet, SHEETS.values())
    ]
    return CaptionSet(
        name="emoji",
        images=torch.from_numpy(np.stack([np.stack(tiles) for tiles in images])),
        styles=tuple(SHEETS),
        names={
            language: tuple(entries[index]["label"] for _, entries in kept)
            for index, language in enumerate(words)
        },
        captions=tuple(tuple(_captions(entries)) for _, entries in kept),
    )


def _code(unified: str) -> str:
    """A code point sequence without the mark that asks for a colored drawing."""
    return unified.upper().replace("-FE0F", "")


def _by_code(language: str) -> dict[str, dict[str, Any]]:
    entries = json.loads(fetch("emoji", f"{language}.json").read_text("utf-8"))
    return {_code(entry["hexcode"]): entry for entry in entries}


def _is_kept(entry: dict[str, Any], place: dict[str, Any]) -> bool:
    in_group = entry.get("group") not in (None, COMPONENTS, FLAGS)
    return in_group and place.get("subcategory") != "keycap"


def _sheet(file: str) -> np.ndarray:
    """The whole sheet on white paper, uint8 (H, W, 3)."""
    drawn = Image.open(fetch("emoji", file)).convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return np.asarray(Image.alpha_composite(paper, drawn).convert("RGB"))


def _tile(sheet: np.ndarray, column: int, row: int) -> np.ndarray:
    """One drawing, uint8 (3, 32, 32); one pixel lies around each."""
    top, left = row * CELL + 1, column * CELL + 1
    return sheet[top : top + IMAGE_SIZE, left : left + IMAGE_SIZE].transpose(2, 0, 1).copy()


def _captions(entries: list[dict[str, Any]]) -> list[str]:
    """What is said of an emoji: its name, more often, or keywords, in each language."""
    captions = []
    for entry in entries:
        tags = entry.get("tags", [])
        parts = [tags[i : i + N_TAGS] for i in range(0, len(tags), N_TAGS)]
        said = [" ".join(part) for part in parts]
        captions += [entry["label"]] * NAME_WEIGHT * max(1, len(said)) + said
    return captions
