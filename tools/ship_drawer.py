"""Make a run of mnist-flow the model that ships: `python tools/ship_drawer.py RUN "HARDWARE"`.

The weights are stored in 8 bits; what the card says was measured on the model as it is read back.
"""

import json
import sys

import torch

from gradatim.data.catalog import SOURCES
from gradatim.recipes.multimodal.drawing import open_drawer
from gradatim.recipes.multimodal.shipped_drawer import (
    FOLDER,
    open_shipped_drawer,
    write_shipped_drawer,
)
from gradatim.recipes.repeat import train_command
from gradatim.recipes.runs import open_run
from gradatim.training.energy import WATTS_PER_BUSY_CORE


def main(folder: str, hardware: str) -> None:
    """Write the folder of the package from a run, and print what it reaches."""
    model, info = open_drawer(folder)
    recipe, *_, run = open_run(folder)
    summary = run.summary()
    source = SOURCES["mnist"]
    card = {
        "command": train_command(run),
        "seed": recipe.train.seed,
        "steps": summary["steps"],
        "seconds": summary["seconds"],
        "core_seconds": round(summary["energy"]["joules"] / WATTS_PER_BUSY_CORE),
        "hardware": hardware,
        "parameters": summary["parameters"],
        "data": {"mnist": {"license": source.license, "citation": source.citation}},
        "test": summary["metrics"],
    }
    write_shipped_drawer(model, info, card)
    open_shipped_drawer.cache_clear()
    shipped, info = open_shipped_drawer()
    task = recipe.build(torch.device("cpu"))
    card["measured"] = task.measurement.measure(shipped, seed=1)
    write_shipped_drawer(model, info, card)
    print(json.dumps(card["measured"], indent=2))
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{size:,} bytes in {FOLDER}")


if __name__ == "__main__":
    main(*sys.argv[1:])
