"""`gradatim find-lr` at work."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import torch
from rich.console import Console

from gradatim.cli.outputs import new_file
from gradatim.cli.recipe_options import parse, with_needed
from gradatim.help import Help
from gradatim.insight.drawn_file import is_drawn
from gradatim.printing import escaped
from gradatim.recipes.options import Option, change
from gradatim.recipes.registry import get
from gradatim.training import Runtime, RuntimeOptions
from gradatim.training.config import Device
from gradatim.training.lr_finder import draw, find_learning_rate


@dataclass(frozen=True, kw_only=True)
class FinderOptions:
    """Options of `find-lr` that belong to no recipe."""

    device: Annotated[Device, Help("processor to compute on; auto: a GPU if there is one")] = "auto"
    out: Annotated[Path, Help("PNG file of the plot")] = Path("learning-rate.png")


# What only a whole run reads: how long it is, how it is measured, its course of the learning rate.
OF_A_RUN = {"learning_rate", "schedule", "warmup", "epochs", "steps", "patience", "grad_clip"}
OF_A_RUN |= {"evaluate_every", "evaluate_seconds", "ema_decay", "tta", "beam_size", "judge_steps"}


def _is_read(option: Option) -> bool:
    return option.name not in OF_A_RUN and not option.name.startswith(("eval_", "final_eval_"))


def find_lr(name: str, words: Sequence[str]) -> None:
    """Train a recipe briefly while the learning rate grows, and plot the loss against it."""
    recipe = get(name)
    about = (
        "Train briefly while the learning rate grows, and plot the loss against it.\n\n"
        f"Example: gradatim find-lr {with_needed(name)} --batch-size {recipe.train.batch_size}"
    )
    found = parse("find-lr", name, about, (recipe, FinderOptions()), words, offered=_is_read)
    if found is None:
        return
    recipe, chosen = change(name, recipe, found[0]), FinderOptions(**found[1])
    place = new_file(chosen.out, (".png",), is_drawn)  # before anything long begins
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    runtime = Runtime(RuntimeOptions(device=chosen.device), recipe.train.threads)
    torch.manual_seed(recipe.train.seed)  # the same first weights as `train` would have
    curve = find_learning_rate(recipe.build(runtime.device), recipe.train, runtime)
    draw(curve, place)
    Console(emoji=False).print(
        f"The loss falls fastest at a learning rate of [bold]{curve.suggestion:.2g}[/]; the recipe "
        f"has {recipe.train.optim.learning_rate:.2g}. Plot: {escaped(place)}"
    )
