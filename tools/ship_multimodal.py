"""Make a run the model that ships: `python tools/ship_multimodal.py RUN "HARDWARE"`.

RUN is one of mnist-flow, emoji-clip or scene-captioner. The weights are stored in 8 bits; what the
card calls `measured` was measured on the model as it is read back, on the same test data as `test`.
"""

import json
import sys

import torch

from gradatim.data import load
from gradatim.data.catalog import SOURCES
from gradatim.data.multimodal.caption_set import divide
from gradatim.data.multimodal.emoji import load_emoji
from gradatim.data.multimodal.scenes import THING
from gradatim.recipes.multimodal.shipped_models import (
    CAPTIONER,
    FOLDER,
    MATCHER,
    SHEET_COLUMNS,
    open_shipped,
    tiled,
    write_shipped,
)
from gradatim.recipes.repeat import train_command
from gradatim.recipes.runs import open_run
from gradatim.training.energy import WATTS_PER_BUSY_CORE

N_EMOJI = 120  # examples, in each style
N_DIGITS = 10  # examples of each class
COLORS = 256  # of the sheet of emoji, which is then a third as large


def write_emoji() -> None:
    """Write emoji with names that no training saw."""
    unseen = divide(load_emoji())[2]
    unseen = unseen.subset(torch.arange(N_EMOJI))
    sheet = tiled(unseen.images.flatten(0, 1), SHEET_COLUMNS)
    sheet.quantize(COLORS, dither=0).save(FOLDER / MATCHER / "unseen.png", optimize=True)
    told = {"styles": unseen.styles, "names": unseen.names}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (FOLDER / MATCHER / "unseen.json").write_text(text + "\n", "utf-8")


def write_digits() -> None:
    """Write digits of the test images."""
    test = load("mnist", "test", size=THING)
    rows = [(test.labels == k).nonzero().flatten()[:N_DIGITS] for k in range(10)]
    sheet = tiled(test.images[torch.cat(rows)], N_DIGITS)
    sheet.save(FOLDER / CAPTIONER / "digits.png", optimize=True)


def main(folder: str, hardware: str) -> None:
    """Write the folder of the package from a run, and print what it reaches."""
    recipe, model, info, run = open_run(folder)
    name, summary = run.config["recipe"], run.summary()
    source = SOURCES[info.data]
    card = {
        "command": train_command(run),
        "seed": recipe.train.seed,
        "steps": summary["steps"],
        "seconds": summary["seconds"],
        "core_seconds": round(summary["energy"]["joules"] / WATTS_PER_BUSY_CORE),
        "hardware": hardware,
        "parameters": summary["parameters"],
        "data": {info.data: {"license": source.license, "citation": source.citation}},
        "test": summary["metrics"],
    }
    texts = run.texts()
    write_shipped(name, model, info, texts, card)
    task = recipe.build(torch.device("cpu"))
    task.model = open_shipped(name).model
    with torch.no_grad():
        card["measured"] = task.evaluate(final=True)
    write_shipped(name, model, info, texts, card)
    examples = {MATCHER: write_emoji, CAPTIONER: write_digits}
    examples.get(name, lambda: None)()
    print(json.dumps(card["measured"], indent=2))
    size = sum(file.stat().st_size for file in (FOLDER / name).iterdir())
    print(f"{size:,} bytes in {FOLDER / name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
