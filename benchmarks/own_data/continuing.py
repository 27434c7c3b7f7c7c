"""`python -m benchmarks.own_data.continuing`: a trained model goes on with a text it never saw.

stories260k has learned from TinyStories and goes on with the African Storybook: all weights, or by
LoRA of rank 1; beside it the same network from random weights. Three seeds, losses per token
on the test part. Writes them into docs/results/text.json; about eight minutes of one core.
"""

import shutil
from pathlib import Path
from typing import Any

import torch
from tools.results import write_results

from gradatim.data.language.everyday import african_stories
from gradatim.models.lora import add_lora, trained_fraction
from gradatim.recipes.language.own_text import OwnText
from gradatim.recipes.language.trained_model import STORIES, open_trained
from gradatim.recipes.options import change, values_of
from gradatim.recipes.registry import get
from gradatim.recipes.runs import start
from gradatim.training import Run, Runtime, RuntimeOptions, train
from gradatim.training.energy import WATTS_PER_BUSY_CORE

FOLDER = Path("runs/continuing")
TEXT = FOLDER / "african.txt"
OPTIONS = {"text": str(TEXT), "init_from": STORIES, "context": 128, "threads": 1}
WAYS: dict[str, dict[str, Any]] = {
    "whole": {},
    "lora": {"lora_rank": 1},
    "random_weights": {"lr_ratio": 1.0},
}
CHOSEN = (
    "learning rates on the validation loss after 200 steps of seed 0",
    "nothing: the learning rate of text-gpt",
)
SEEDS = 3
CPU = RuntimeOptions(device="cpu", precision="float32")


def from_random_weights(recipe: Any, folder: Path) -> Run:
    """Train the network of a model from nothing, on the same batches."""
    torch.manual_seed(recipe.train.seed)
    task = recipe.build(torch.device("cpu"))
    task.model = type(task.model)(task.model.config)
    run = Run.create(folder, "text-gpt", values_of(recipe))
    train(task, recipe.train, run, Runtime(CPU, 1))
    return run


def main() -> None:
    """Train all, and write the rows."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    TEXT.write_text("\n".join(african_stories()) + "\n", "utf-8")
    rows = {}
    for way, values in WAYS.items():
        runs = []
        for seed in range(SEEDS):
            recipe: OwnText = change("text-gpt", get("text-gpt"), OPTIONS | values | {"seed": seed})
            folder = FOLDER / f"{way}-{seed}"
            if way == "random_weights":
                runs.append(from_random_weights(recipe, folder))
            else:
                runs.append(start("text-gpt", recipe, folder, options=CPU)[0])
        summaries = [run.summary() for run in runs]
        joules = sum(s["energy"]["joules"] for s in summaries) / SEEDS
        rows[f"continued_{way}"] = {
            "command": "python -m benchmarks.own_data.continuing",
            "loss": [round(s["metrics"]["loss"], 4) for s in summaries],
            "word_perplexity": [round(s["metrics"]["word_perplexity"], 1) for s in summaries],
            "seeds": SEEDS,
            "core_seconds": round(joules / WATTS_PER_BUSY_CORE, 1),
        }
    before = Run.open(FOLDER / "whole-0").config["info"]["loss_before"]
    rows["continued_whole"]["loss_before"] = round(before, 4)
    for way, values in WAYS.items():
        row = rows[f"continued_{way}"]
        row["chosen"] = CHOSEN[way == "random_weights"]
        if rank := values.get("lora_rank"):
            both = zip(row["loss"], rows["continued_whole"]["loss"], strict=True)
            row["gain"] = [round((before - ours) / (before - whole), 3) for ours, whole in both]
            model = add_lora(open_trained(STORIES).model, rank)
            row["trained_fraction"] = round(trained_fraction(model), 4)
    for name, row in rows.items():
        print(name, row, flush=True)
    write_results("text", rows=rows)


if __name__ == "__main__":
    main()
