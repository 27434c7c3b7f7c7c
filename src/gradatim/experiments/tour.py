"""The tour: the lecture in about three minutes, a step per model.

A step is a recipe and what it adds to the one before. Steps that are trained already are not
trained again, so a tour that was stopped continues where it was, and a second one only writes the
page anew.
"""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from gradatim.data.vision.datasets import require_known
from gradatim.experiments.sweep import finish_run, require_same_run
from gradatim.printing import escaped
from gradatim.recipes.base import Recipe
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.vision.classification import ImageClassification
from gradatim.training import Run, RuntimeOptions


class TourStep(NamedTuple):
    """A step of the tour."""

    title: str
    recipe: str
    idea: str  # what it adds to the step before
    changes: tuple[tuple[str, Any], ...] = ()  # of options: name, value


PERCEPTRON = (
    "One layer of weights: each class is a weighted sum of the pixels, and the decision boundaries "
    "are straight."
)
MLP = (
    "Hidden layers between pixels and classes: the decision boundaries bend. Every pixel still has "
    "weights of its own."
)
CONVNET = (
    "Small kernels that are applied everywhere with the same weights, and pooling: a shape that is "
    "shifted gives the same features."
)
RESNET = (
    "Skip connections: each block adds to its input, so a deep network trains as easily as a "
    "shallow one."
)

DIGITS: tuple[TourStep, ...] = (
    TourStep("Perceptron", "digits-perceptron", PERCEPTRON),
    TourStep("MLP", "digits-mlp", MLP),
    TourStep("ConvNet", "digits-convnet", CONVNET),
    TourStep("ResNet", "digits-resnet", RESNET),
)
LANGUAGE: tuple[TourStep, ...] = (
    TourStep(
        "Translator",
        "dates-bahdanau",
        "Attention: for each output character, the decoder attends to the input that matters.",
    ),
    TourStep(
        "Masked language model",
        "docs-bert",
        "A Transformer that reads the words on both sides of a masked one and predicts it.",
    ),
    TourStep(
        "GPT",
        "docs-gpt",
        "A Transformer that reads only what comes before, and predicts the next token.",
    ),
)
OTHERS: tuple[TourStep, ...] = (
    TourStep("Perceptron", "mnist-perceptron", PERCEPTRON),
    TourStep("MLP", "mnist-mlp", MLP),
    TourStep("ConvNet", "mnist-convnet", CONVNET),
    TourStep("ResNet", "digits-resnet", RESNET, (("epochs", 2.0), ("batch_size", 256))),
)


class Tour(NamedTuple):
    """A tour that has ended."""

    steps: tuple[TourStep, ...]
    runs: dict[str, Run]  # by the title of the step
    command: str  # that makes it again


def tour(
    data: str = "digits",
    out: Path | str = Path("runs/tour"),
    *,
    seed: int = 0,
    options: RuntimeOptions | None = None,
    steps: Sequence[TourStep] | None = None,
) -> Tour | None:
    """Train the lecture's models one after the other on the same data.

    Args:
        data: digits (comes with the installation), or another data set of images, such as mnist.
        out: folder of the runs.
        seed: of every run.
        options: where to compute.
        steps: other steps than the usual ones.

    Returns:
        The runs; None where the tour was stopped by Ctrl-C.

    Raises:
        UserError: data that is not there, or a folder that holds another tour.
    """
    require_known(data)
    out, console = Path(out), Console(emoji=False, stderr=True, highlight=False)
    steps = tuple(steps or ((*DIGITS, *LANGUAGE) if data == "digits" else OTHERS))
    recipes = {step: _recipe(step, data, seed) for step in steps}
    for step, recipe in recipes.items():  # all of them, before the first is trained
        require_same_run(out / step.recipe, step.recipe, recipe)
    runs: dict[str, Run] = {}
    for number, (step, recipe) in enumerate(recipes.items(), start=1):
        console.print(f"\n[bold]{number}/{len(steps)} {step.title}[/]  [dim]{step.idea}")
        folder = out / step.recipe
        if (folder / "summary.json").is_file():
            console.print(f"  trained already: {escaped(folder)}")
        run, finished = finish_run(step.recipe, recipe, folder, options, asked=dict(step.changes))
        if not finished:
            command = escaped(_command(data, out, seed))
            console.print(f"\nStopped; nothing is lost. Continue with:\n  [bold]{command}")
            return None
        runs[step.title] = run
    return Tour(steps, runs, _command(data, out, seed))


def _recipe(step: TourStep, data: str, seed: int) -> Recipe:
    """The recipe of a step on this data."""
    recipe = get(step.recipe)
    changes = dict(step.changes) | {"seed": seed}
    if isinstance(recipe, ImageClassification):
        changes["data"] = data
    return change(step.recipe, recipe, changes)


def _command(data: str, out: Path, seed: int) -> str:
    """The command that makes this tour."""
    words = ["gradatim", "tour"]
    words += ["--data", data] if data != "digits" else []
    words += ["--out", str(out)] if out != Path("runs/tour") else []
    words += ["--seed", str(seed)] if seed else []
    return shlex.join(words)
