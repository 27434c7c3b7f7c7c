"""A few steps of one stage of a tiny chat model."""

from pathlib import Path

from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start

STORY = "The rat eats the cheese in the kitchen. Lily saw the garden behind the little house. "


def run(name: str, folder: Path, before: str = "", **values) -> dict:
    """Train a stage on the run `before` of the same folder, and give its summary."""
    if before:
        values["init_from"] = str(folder / before)
    recipe = change(name, get(name), {**values, "steps": 2, "evaluate_every": 2})
    return start(name, recipe, folder / name, show=False)[1]
