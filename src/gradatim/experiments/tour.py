"""The tour: the lecture in about three minutes, a rung a model, and one page at the end.

A rung is a recipe and what it adds to the one before. Rungs that are trained already are not
trained again, so a tour that was stopped goes on where it was, and a second one only writes the
page anew.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from gradatim.data.vision.datasets import require_known
from gradatim.errors import UserError
from gradatim.recipes.base import Recipe
from gradatim.recipes.options import change, values_of
from gradatim.recipes.registry import get
from gradatim.recipes.runs import resume, start
from gradatim.recipes.vision.classification import ImageClassification
from gradatim.training import Run, RuntimeOptions


class Rung(NamedTuple):
    """A step of the tour."""

    title: str
    recipe: str
    idea: str  # what it adds to the step before
    changes: tuple[tuple[str, Any], ...] = ()  # of options: name, value


PERCEPTRON = (
    "One layer of weights: every pixel votes for every class, and the borders between the classes "
    "are straight."
)
MLP = (
    "Hidden neurons between pixels and answer: the borders bend. Still every pixel has weights of "
    "its own."
)
CONVNET = (
    "Small kernels with the same weights everywhere, and pooling: a shape that moves stays the "
    "same shape."
)
RESNET = "Blocks that add to what they receive: a deep network learns as easily as a shallow one."

DIGITS: tuple[Rung, ...] = (
    Rung("Perceptron", "digits-perceptron", PERCEPTRON),
    Rung("MLP", "digits-mlp", MLP),
    Rung("ConvNet", "digits-convnet", CONVNET),
    Rung("ResNet", "digits-resnet", RESNET),
)
LANGUAGE: tuple[Rung, ...] = (
    Rung(
        "Translator",
        "dates-bahdanau",
        "Attention: for each character that it writes, the decoder attends to the right place.",
    ),
    Rung(
        "Masked language model",
        "docs-bert",
        "A Transformer that attends in both directions and predicts a masked word.",
    ),
    Rung(
        "GPT",
        "docs-gpt",
        "A Transformer that attends to earlier tokens only and predicts the next one.",
    ),
)
OTHERS: tuple[Rung, ...] = (
    Rung("Perceptron", "mnist-perceptron", PERCEPTRON),
    Rung("MLP", "mnist-mlp", MLP),
    Rung("ConvNet", "mnist-convnet", CONVNET),
    Rung("ResNet", "digits-resnet", RESNET, (("epochs", 2.0), ("batch_size", 256))),
)


class Tour(NamedTuple):
    """A tour that has ended."""

    steps: tuple[Rung, ...]
    runs: dict[str, Run]  # by the title of the step
    command: str  # that makes it again


def tour(
    data: str = "digits",
    out: Path | str = Path("runs/tour"),
    *,
    seed: int = 0,
    options: RuntimeOptions | None = None,
    rungs: Sequence[Rung] | None = None,
) -> Tour | None:
    """Train the lecture's models one after the other on the same data.

    Args:
        data: digits (comes with the installation), or another data set of images, such as mnist.
        out: folder of the runs.
        seed: of every run.
        options: where to compute.
        rungs: other steps than the usual ones.

    Returns:
        The runs; None where the tour was stopped by Ctrl-C.

    Raises:
        UserError: data that is not there, or a folder that holds another tour.
    """  # fmt: skip
    require_known(data)
    out, console = Path(out), Console(stderr=True, highlight=False)
    rungs = tuple(rungs or ((*DIGITS, *LANGUAGE) if data == "digits" else OTHERS))
    recipes = {rung: _recipe(rung, data, seed) for rung in rungs}
    for rung, recipe in recipes.items():
        _check_folder(out / rung.recipe, rung.recipe, recipe)
    runs: dict[str, Run] = {}
    for number, (rung, recipe) in enumerate(recipes.items(), start=1):
        console.print(f"\n[bold]{number}/{len(rungs)} {rung.title}[/]  [dim]{rung.idea}")
        run, finished = _train(rung, recipe, out / rung.recipe, options, console)
        if not finished:
            console.print(
                f"\nStopped; nothing is lost. Go on with:\n  [bold]{_command(data, out, seed)}"
            )
            return None
        runs[rung.title] = run

    return Tour(rungs, runs, _command(data, out, seed))


def _recipe(rung: Rung, data: str, seed: int) -> Recipe:
    """The recipe of a rung on this data."""
    recipe = get(rung.recipe)
    changes = dict(rung.changes) | {"seed": seed}
    if isinstance(recipe, ImageClassification):
        changes["data"] = data
    return change(rung.recipe, recipe, changes)


def _check_folder(folder: Path, name: str, recipe: Recipe) -> None:
    """Refuse a folder that holds a run of something else, before anything is trained."""
    if not folder.exists():
        return
    config = Run.open(folder).config
    settings = json.loads(json.dumps(values_of(recipe)))
    if (config["recipe"], config["options"]) != (name, settings):
        raise UserError(
            f"{folder} holds a run with other options: remove {folder.parent} or give the tour "
            "another folder with --out."
        )


def _train(
    rung: Rung, recipe: Recipe, folder: Path, options: RuntimeOptions | None, console: Console
) -> tuple[Run, bool]:
    """Train a rung, go on with it, or find it trained; the run, and whether it is finished."""
    if not folder.exists():
        run, summary = start(rung.recipe, recipe, folder, options=options)
    elif not Run.open(folder).summary():
        run, summary = resume(folder, options=options)
    else:
        run = Run.open(folder)
        summary = run.summary()
        console.print(f"  trained already: {folder}")
    return run, summary["finished"]


def _command(data: str, out: Path, seed: int) -> str:
    """The command that makes this tour."""
    words = ["gradatim tour"]
    words += [f"--data {data}"] if data != "digits" else []
    words += [f"--out {out}"] if out != Path("runs/tour") else []
    words += [f"--seed {seed}"] if seed else []
    return " ".join(words)
