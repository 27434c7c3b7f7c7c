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

from gradatim.data.images import require_known
from gradatim.errors import UserError
from gradatim.insight import report as html
from gradatim.insight.figures import learning_curves
from gradatim.insight.report import Section
from gradatim.recipes.base import Recipe, change, find, knobs, resume, start
from gradatim.recipes.image_report import ladder_sections, look_at
from gradatim.recipes.images import ImageRecipe
from gradatim.recipes.reports import CURVES_TEXT, KINDS, print_table, results
from gradatim.training import Run, RuntimeOptions
from gradatim.training.progress import format_number


class Rung(NamedTuple):
    """A step of the ladder."""

    title: str
    recipe: str
    idea: str  # what it adds to the step before
    changes: tuple[tuple[str, Any], ...] = ()  # of knobs: name, value


PERCEPTRON = (
    "One layer of weights: every pixel votes for every class, and the borders between the classes "
    "are straight."
)
MLP = (
    "Hidden neurons between pixels and answer: the borders bend. Still every pixel has weights of "
    "its own."
)
CONVNET = (
    "Small kernels that look everywhere with the same weights, and pooling: a shape that moves "
    "stays the same shape."
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
        "Attention: for each character that it writes, the decoder looks back at the right place.",
    ),
    Rung(
        "Masked language model",
        "docs-bert",
        "A Transformer that sees both sides of a gap and names the missing word.",
    ),
    Rung(
        "GPT",
        "docs-gpt",
        "A Transformer that sees only what came before, and names what comes next.",
    ),
)
OTHERS: tuple[Rung, ...] = (
    Rung("Perceptron", "mnist-perceptron", PERCEPTRON),
    Rung("MLP", "mnist-mlp", MLP),
    Rung("ConvNet", "mnist-convnet", CONVNET),
    Rung("ResNet", "digits-resnet", RESNET, (("epochs", 2.0), ("batch_size", 256))),
)


# the metric by which a task is judged, the first that it has, and how to say it
JUDGED_BY = {
    "accuracy": "accuracy",
    "exact_match": "all right",
    "top1": "masked word",
    "perplexity": "perplexity",
}


def tour(
    data: str = "digits",
    out: Path | str = Path("runs/tour"),
    *,
    seed: int = 0,
    options: RuntimeOptions | None = None,
    rungs: Sequence[Rung] | None = None,
) -> Path | None:
    """Train the lecture's models one after the other on the same data, and write one page.

    Args:
        data: digits (comes with the installation), or another data set of images, such as mnist.
        out: folder of the runs and of the page.
        seed: of every run.
        options: where to compute.
        rungs: other steps than the usual ones.

    Returns:
        The page, report.html; None where the tour was stopped by Ctrl-C.

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

    header, rows = _table(runs)
    note = _energy_note(runs)
    Console().print(print_table(header, rows))
    console.print(f"[dim]{note}")
    sections = [
        Section(
            title="Results",
            body=[
                html.table(header, rows),
                html.definitions([(rung.title, rung.idea) for rung in rungs]),
                html.paragraph(note),
            ],
        ),
        *_sections(recipes, runs),
    ]
    footer = (
        f"Made by `{_command(data, out, seed)}`. Every run is a folder beside this page; "
        f"`gradatim report {out / rungs[-1].recipe}` shows more of one."
    )
    last = rungs[-1].title
    title = f"From the {rungs[0].title} to {last if last.isupper() else f'the {last}'}"
    page = html.page(title, _lead(recipes, runs), sections, footer)
    path = html.write(out / "report.html", page)
    Console(highlight=False).print(f"The page: [bold]{path}[/]")
    return path


def _recipe(rung: Rung, data: str, seed: int) -> Recipe:
    """The recipe of a rung on this data."""
    recipe = find(rung.recipe)
    changes = dict(rung.changes) | {"seed": seed}
    if isinstance(recipe, ImageRecipe):
        changes["data"] = data
    return change(rung.recipe, recipe, changes)


def _check_folder(folder: Path, name: str, recipe: Recipe) -> None:
    """Refuse a folder that holds a run of something else, before anything is trained."""
    if not folder.exists():
        return
    config = Run.open(folder).config
    settings = json.loads(json.dumps({knob.name: knob.default for knob in knobs(recipe)}))
    if (config["recipe"], config["settings"]) != (name, settings):
        raise UserError(
            f"{folder} holds a run with other settings: remove {folder.parent} or give the tour "
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


def _sections(recipes: dict[Rung, Recipe], runs: dict[str, Run]) -> list[Section]:
    """Images are compared on one scale; every other rung has a section of its own."""
    images = [rung for rung, recipe in recipes.items() if isinstance(recipe, ImageRecipe)]
    sections = []
    if images:
        compared = {rung.title: runs[rung.title] for rung in images}
        curves = html.figure(learning_curves(compared, against="seconds"))
        body = [html.paragraph(CURVES_TEXT), curves]
        sections.append(Section(title="Learning curves", body=body))
        sections += ladder_sections([look_at(name, run.folder) for name, run in compared.items()])
    for rung, recipe in recipes.items():
        if rung not in images:
            curves = html.figure(learning_curves({rung.title: runs[rung.title]}))
            sections.append(Section(title=rung.title, body=[html.paragraph(rung.idea), curves]))
            make = next((make for kind, make in KINDS.items() if isinstance(recipe, kind)), None)
            sections += make(runs[rung.title].folder) if make else []
    return sections


def _table(runs: dict[str, Run]) -> tuple[list[str], list[list[str]]]:
    """One row a rung; what it is judged by depends on its task, so one column says it in words."""
    header, rows = results(runs)
    table = []
    for (name, parameters, *_, seconds, energy), run in zip(rows, runs.values(), strict=True):
        metrics = run.summary()["metrics"]
        judged = next((m for m in JUDGED_BY if m in metrics), "loss")
        result = f"{JUDGED_BY.get(judged, judged)} {format_number(judged, metrics[judged])}"
        table.append([name, parameters, result, seconds, energy])
    return [header[0], "parameters", "result on test data", *header[-2:]], table


def _lead(recipes: dict[Rung, Recipe], runs: dict[str, Run]) -> str:
    summaries = [run.summary() for run in runs.values()]
    seconds = sum(s["seconds"] for s in summaries)
    scores = [
        f"{rung.title} {100 * runs[rung.title].summary()['metrics']['accuracy']:.1f} %"
        for rung, recipe in recipes.items()
        if isinstance(recipe, ImageRecipe)
    ]
    return (
        f"Right on images they had never seen: {', '.join(scores)}. "
        f"{seconds:.0f} seconds of training in all."
    )


def _energy_note(runs: dict[str, Run]) -> str:
    """How the energies are known."""
    sources = {run.summary()["energy"]["source"] for run in runs.values()}
    return f"Times are of training alone, without evaluation. Energy: {'; '.join(sorted(sources))}."


def _command(data: str, out: Path, seed: int) -> str:
    """The command that makes this tour."""
    words = ["gradatim tour"]
    words += [f"--data {data}"] if data != "digits" else []
    words += [f"--out {out}"] if out != Path("runs/tour") else []
    words += [f"--seed {seed}"] if seed else []
    return " ".join(words)
