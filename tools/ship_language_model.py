"""Make a run the language model that ships: `python tools/ship_language_model.py RUN "HARDWARE"`.

The weights are stored in 8 bits; what the card says was measured on the model as it is read back.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import torch

from gradatim.data.catalog import SOURCES
from gradatim.data.language import dates
from gradatim.data.language.everyday import tiny_stories
from gradatim.recipes.language.bits_per_byte import bits_per_byte
from gradatim.recipes.language.fill_mask import fill_together, first_guesses
from gradatim.recipes.language.shipped_models import (
    DATES_BAHDANAU,
    EVERYDAY_BERT,
    FOLDER,
    write_shipped,
)
from gradatim.recipes.language.trained_model import fill, open_trained
from gradatim.recipes.language.translation.translate import score, translate
from gradatim.recipes.repeat import train_command
from gradatim.recipes.runs import open_run
from gradatim.stats import fraction
from gradatim.training.energy import WATTS_PER_BUSY_CORE

SENTENCES = Path(__file__).parents[1] / "tests" / "recipes" / "language" / "masked_sentences.json"
N_STORIES, N_DATES = 80, 1000
BABEL = {"license": "BSD (the formats)", "citation": "Babel, https://babel.pocoo.org, 2.18"}


def main(folder: str, hardware: str) -> None:
    """Write the folder of the package from a run, and print what it reaches."""
    recipe, model, _, run = open_run(folder)
    name, summary = run.config["recipe"], run.summary()
    card = {
        "sizes": asdict(model.config),
        "command": train_command(run),
        "seed": recipe.train.seed,
        "steps": summary["steps"],
        "seconds": summary["seconds"],
        "core_seconds": round(summary["energy"]["joules"] / WATTS_PER_BUSY_CORE),
        "hardware": hardware,
        "parameters": summary["parameters"],
        "data": {"babel": BABEL} if name == DATES_BAHDANAU else sources(),
        "validation": summary["metrics"],
    }
    tokenizer = open_trained(folder).tokenizer
    write_shipped(FOLDER / name, model, tokenizer, card)
    card["measured"] = measure(name)
    write_shipped(FOLDER / name, model, tokenizer, card)
    print(json.dumps(card["measured"], indent=2))
    size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
    print(f"{size:,} bytes in {FOLDER}")


def sources() -> dict[str, dict[str, str]]:
    """License and citation of the everyday texts."""
    return {
        source: {"license": SOURCES[source].license, "citation": SOURCES[source].citation}
        for source in ("tinystories", "african-storybook", "chat")
    }


@torch.no_grad()
def measure(name: str) -> dict[str, object]:
    """Measure a shipped model as it is read back."""
    trained = open_trained(name)
    if name == EVERYDAY_BERT:
        sentences = json.loads(SENTENCES.read_text("utf-8"))
        alone = first_guesses(lambda text, n: fill(trained, text, n), sentences)
        both = first_guesses(fill_together, sentences)
        return {
            "masked sentences": len(sentences),
            "right at first guess": list(fraction(sum(alone), len(sentences))),
            "right at first guess, with everyday-llama": list(fraction(sum(both), len(sentences))),
        }
    if name == DATES_BAHDANAU:
        test = dates.load("test", N_DATES)
        written = translate(trained.model, trained.tokenizer, test.sources)
        return {"unseen dates": N_DATES, **score(written, test.targets, "exact")}
    stories = tiny_stories("validation")[:N_STORIES]
    return {"stories": N_STORIES, "bits per byte": bits_per_byte(trained, stories)}


if __name__ == "__main__":
    main(*sys.argv[1:])
