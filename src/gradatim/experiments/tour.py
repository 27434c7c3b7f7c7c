"""The tour: the lecture in a minute and a half, a step per model.

A step is a recipe and what it adds to the one before. Steps that are trained already are not
trained again, so a tour that was stopped continues where it was, and a second one only writes the
page anew. Every model takes one thread: the models are small, and so the figures are the same on
any number of cores.
"""

import shlex
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from gradatim.data.vision.datasets import require_known
from gradatim.experiments.meanwhile import PlannedRun, trained_meanwhile, watch
from gradatim.experiments.sweep import require_same_run
from gradatim.printing import escaped
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
TRANSLATOR = TourStep(
    "Translator",
    "dates-bahdanau",
    "Attention: for each output character, the decoder attends to the input that matters.",
)
LANGUAGE_MODELS: tuple[TourStep, ...] = (
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
    side_by_side: bool = False,
) -> Tour | None:
    """Train the lecture's models one after the other on the same data.

    Args:
        data: digits (comes with the installation), or another data set of images, such as mnist.
        out: folder of the runs.
        seed: of every run.
        options: where to compute.
        steps: other steps than the usual ones.
        side_by_side: train the language models in a second process, while the others are trained.

    Returns:
        The runs; None where the tour was stopped by Ctrl-C.

    Raises:
        UserError: data that is not there, or a folder that holds another tour.
    """
    require_known(data)
    out, console = Path(out), Console(emoji=False, stderr=True, highlight=False)
    steps = tuple(
        steps or ((*DIGITS, TRANSLATOR, *LANGUAGE_MODELS) if data == "digits" else OTHERS)
    )
    planned = {step: _planned(step, data, out, seed) for step in steps}
    for run in planned.values():  # all of them, before the first is trained
        require_same_run(run.folder, run.name, run.recipe)
    last = [planned[step] for step in steps if side_by_side and step in LANGUAGE_MODELS]
    last = [run for run in last if not run.is_finished()]
    runs: dict[str, Run] = {}
    with trained_meanwhile(last, options) if last else nullcontext() as second:
        for number, (step, run) in enumerate(planned.items(), start=1):
            console.print(f"\n[bold]{number}/{len(steps)} {step.title}[/]  [dim]{step.idea}")
            if second is not None and run in last:
                finished = watch(run, second)
            elif run.is_finished():
                console.print(f"  trained already: {escaped(run.folder)}")
                finished = True
            else:
                finished = run.finish(options, show=True)
            if not finished:
                command = escaped(_command(data, out, seed))
                console.print(f"\nStopped; nothing is lost. Continue with:\n  [bold]{command}")
                return None
            runs[step.title] = Run.open(run.folder)
    return Tour(steps, runs, _command(data, out, seed))


def _planned(step: TourStep, data: str, out: Path, seed: int) -> PlannedRun:
    """The run of a step on this data."""
    recipe = get(step.recipe)
    changes = dict(step.changes) | {"seed": seed, "threads": 1}
    if isinstance(recipe, ImageClassification):
        changes["data"] = data
    asked = {**dict(step.changes), "threads": 1}
    changed = change(step.recipe, recipe, changes)
    return PlannedRun(step.recipe, changed, out / step.recipe, asked)


def _command(data: str, out: Path, seed: int) -> str:
    """The command that makes this tour."""
    words = ["gradatim", "tour"]
    words += ["--data", data] if data != "digits" else []
    words += ["--out", str(out)] if out != Path("runs/tour") else []
    words += ["--seed", str(seed)] if seed else []
    return shlex.join(words)
