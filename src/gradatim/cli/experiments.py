"""`gradatim explain, bias, energy, robustness, critique, beyond`: questions to trained models."""

import shlex
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console

from gradatim.cli.outputs import new_page
from gradatim.errors import UserError
from gradatim.experiments.bias.fairness_audit import audit
from gradatim.experiments.bias.gender_word_bias import word_bias
from gradatim.experiments.chapter_6 import beyond
from gradatim.experiments.chapter_9 import critique
from gradatim.experiments.energy import Grid, compare_energy
from gradatim.experiments.robustness import robustness
from gradatim.experiments.saliency_report import write_explanation
from gradatim.experiments.study import StudyResult
from gradatim.printing import escape_invisible, escaped, print_table
from gradatim.recipes.registry import get
from gradatim.recipes.tables.adult import AdultIncome
from gradatim.reports.run_report import short_names
from gradatim.training import Run, RuntimeOptions
from gradatim.training.config import Device

Precision = Literal["auto", "float32", "bfloat16"]
Runs = Annotated[Path, Parameter(required=True)]


def explain_(run: Path, *inputs: str, out: Path | None = None) -> None:
    """Draw what speaks for an answer: saliency maps of images, attention on sentences.

    Args:
        run: run folder of an image network or a language model
        inputs: image files, or sentences between quotes (default: a test image of each class)
        out: HTML page to write (default: explain.html in the run folder)
    """
    out = out and new_page(out)
    Console(emoji=False).print(f"Page: [bold]{escaped(write_explanation(run, inputs, out))}[/]")


def bias_(
    model: str, *sentences: str, by: str | None = None, out: Path = Path("bias.html")
) -> None:
    """Measure a model's bias: by group of people (adult-mlp), or by gendered words (language).

    Args:
        model: run folder, or name of a language model on the Hugging Face hub
        sentences: sentences for a language model, each with a gendered word (he, she, king ...)
        by: attribute that makes the groups of adult-mlp: sex, race, age ... (default: sex)
        out: HTML page to write
    """
    new_page(out)
    # By the recipe, not by opening the model: a name of the hub is not a folder.
    is_run = (Path(model) / "config.json").is_file()
    if is_run and isinstance(get(Run.open(model).config["recipe"]), AdultIncome):
        if sentences:
            raise UserError(
                f"{model} answers for people, not for sentences: leave {sentences[0]!r} out."
            )
        grouped = ["--by", by] if by else []
        show(audit(model, by), out, "gradatim", "bias", model, *grouped)
    else:
        if by is not None:
            raise UserError(
                f"--by is {by!r}, and only a run of adult-mlp knows groups of people: leave it out."
            )
        show(word_bias(model, sentences), out, "gradatim", "bias", model, *sentences)


def energy_(*runs: Runs, grid: Grid = "world", out: Path = Path("energy.html")) -> None:
    """Compare the accuracy of runs with their energy: joules, CO2, cost of one more percent.

    Args:
        runs: folders of finished runs; those without an accuracy are left out
        grid: electricity grid, whose CO2 per kWh is used
        out: HTML page to write
    """
    new_page(out)
    found = compare_energy(short_names(runs), grid=grid)
    show(found, out, "gradatim", "energy", *runs, "--grid", grid)


def robustness_(*runs: Runs, images: int = 500, out: Path = Path("robustness.html")) -> None:
    """Measure the accuracy of image networks on corrupted and adversarial images.

    Args:
        runs: run folders of image networks
        images: number of test images to use, at least 1
        out: HTML page to write
    """
    new_page(out)
    found = robustness(short_names(runs), n_images=images)
    show(found, out, "gradatim", "robustness", *runs, "--images", str(images))


def critique_(
    *parts: str,
    out: Path = Path("runs/critique"),
    seeds: int | None = None,
    device: Device = "auto",
    precision: Precision = "auto",
) -> None:
    """Repeat the experiments of chapter 9.

    Args:
        parts: experiments: explain, bias, energy, hallucination, robustness (default: all)
        out: folder of the runs and pages
        seeds: number of repetitions of each training of bias and hallucination, at least 1
            (default: 5)
        device: processor to compute on; auto: a GPU if there is one
        precision: number format of activations; auto: bfloat16 where it is fast
    """
    options = RuntimeOptions(device=device, precision=precision)
    page = critique(parts, out, n_seeds=seeds, options=options)
    Console(emoji=False).print(f"Page: [bold]{escaped(page)}[/]")


def beyond_(
    *parts: str,
    out: Path = Path("runs/beyond"),
    seeds: int = 5,
    device: Device = "auto",
    precision: Precision = "auto",
) -> None:
    """Repeat the experiments of chapter 6.

    Args:
        parts: experiments: mnist-to-usps, usps-to-mnist, fashion, cifar10, pneumonia, breast
            (default: all)
        out: folder of the runs and pages
        seeds: number of repetitions of each training, at least 1
        device: processor to compute on; auto: a GPU if there is one
        precision: number format of activations; auto: bfloat16 where it is fast
    """
    options = RuntimeOptions(device=device, precision=precision)
    for page in beyond(parts, out, n_seeds=seeds, options=options):
        Console(emoji=False).print(f"Page: [bold]{escaped(page)}[/]")


def show(result: StudyResult, out: Path, *command: str | Path) -> None:
    """Print the tables of a result and write its page, which ends with the command."""
    console = Console(emoji=False)
    console.print(escaped(result.lead), highlight=False)
    for title, header, rows in result.tables:
        console.print(print_table(header, rows, title))
    path = result.write(out, escape_invisible(shlex.join(map(str, command))))
    console.print(f"Page: [bold]{escaped(path)}[/]")
