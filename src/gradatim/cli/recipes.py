"""`gradatim list, train, find-lr, sweep`: commands that take the name of a recipe.

What they do with it is in `gradatim.cli.runs` and its like, which import torch.
"""

from importlib import import_module
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from gradatim.cli.sentences import read_text
from gradatim.errors import UserError
from gradatim.recipes.registry import RECIPES

Words = Annotated[str, Parameter(show=False, allow_leading_hyphen=True, converter=read_text)]


def list_() -> None:
    """List the recipes: the result to expect of each, and the time it takes."""
    table = Table("recipe", "result to expect", title="gradatim train RECIPE", title_justify="left")
    for name, entry in RECIPES.items():
        table.add_row(f"[bold]{name}", entry.expected_result)
    Console(emoji=False).print(table)
    print("Without a number of seeds: one.")


def train_(recipe: Words = "--help", /, *words: Words) -> None:
    """Train a recipe in a run folder."""
    _call(
        "train",
        recipe,
        words,
        "Train a recipe in a run folder: metrics, weights, report.",
        "mnist-convnet --epochs 2 --seed 1",
    )


def find_lr_(recipe: Words = "--help", /, *words: Words) -> None:
    """Find a good learning rate for a recipe."""
    _call(
        "find-lr",
        recipe,
        words,
        "Train briefly while the learning rate grows, and plot the loss against it.",
        "mnist-mlp --optimizer sgd",
    )


def sweep_(recipe: Words = "--help", /, *words: Words) -> None:
    """Train a recipe with several values of its options."""
    _call(
        "sweep",
        recipe,
        words,
        "Train a recipe with several values of its options, side by side, and compare them.",
        "digits-mlp --learning-rate 0.01 0.003 --seeds 3 --budget 20m",
    )


def _call(command: str, recipe: str, words: tuple[str, ...], purpose: str, example: str) -> None:
    """Print the help of a command, or run it for a recipe."""
    if recipe in ("--help", "-h"):
        Console(emoji=False).print(
            f"Usage: gradatim {command} RECIPE [--option value ...] [--config FILE]\n\n{purpose} "
            f"The options depend on the recipe: gradatim {command} RECIPE --help\n\n"
            f"Example: gradatim {command} {example}\n\nRecipes: {', '.join(RECIPES)}",
            highlight=False,
            markup=False,
        )
        return
    # An option where the recipe belongs: `gradatim train --epochs 2`.
    if recipe.startswith("-"):
        raise UserError(f"name a recipe before {recipe}: gradatim {command} RECIPE {recipe} ...")
    # By name: torch and a drawing library take a second each, and the help above needs neither.
    modules = {"train": "runs", "find-lr": "find_lr", "sweep": "sweep"}
    work = import_module(f"gradatim.cli.{modules[command]}")
    getattr(work, command.replace("-", "_"))(recipe, words)
