"""`gradatim explain, bias, energy, robustness, critique, beyond`: asking trained models."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from gradatim.experiments.sweep import Findings

Precision = Literal["auto", "float32", "bfloat16"]


def explain_(run: Path, *inputs: str, out: Path | None = None) -> None:
    """Show which pixels or words a network looks at, with two checks of the maps.

    Args:
        run: the run folder of an image network or a language model.
        inputs: image files, or sentences between quotes; default: a test image of each class.
        out: page to write; explain.html in the run folder when not given.
    """
    from gradatim.experiments.saliency_report import explain

    Console().print(f"Page: [bold]{explain(run, inputs, out)}[/]")


def bias_(
    model: str, *sentences: str, by: str | None = None, out: Path = Path("bias.html")
) -> None:
    """Measure a model's bias: by group (adult-mlp), or by word pairs (language models).

    Args:
        model: a run folder, or the name of a language model on the Hugging Face hub.
        sentences: of your own for a language model, each with a word to swap (he, she, king ...).
        by: attribute that makes the groups of adult-mlp: sex, race, age ...
        out: page to write.
    """
    from gradatim.recipes.tabular import AdultIncome

    if (Path(model) / "config.json").is_file() and _recipe_kind(model) is AdultIncome:
        from gradatim.experiments.fairness_audit import audit

        findings = audit(model, by)
    else:
        from gradatim.experiments.gender_word_bias import word_pairs

        findings = word_pairs(model, sentences)
    show(findings, out, f"gradatim bias {model}")


def _recipe_kind(folder: str) -> type:
    from gradatim.recipes.registry import get
    from gradatim.training import Run

    return type(get(Run.open(folder).config["recipe"]))


def energy_(*runs: Path, grid: str = "world", out: Path = Path("energy.html")) -> None:
    """Compare the accuracy of runs with their cost: joules, CO2, joules per percentage point.

    Args:
        runs: finished run folders.
        grid: country whose electricity is used: norway, france, germany, world, china or india.
        out: page to write.
    """
    from gradatim.experiments.energy import energy

    show(energy({str(run): run for run in runs}, grid=grid), out, "gradatim energy RUN...")


def robustness_(*runs: Path, images: int = 500, out: Path = Path("robustness.html")) -> None:
    """Measure the accuracy of image runs on corrupted and attacked test images.

    Args:
        runs: run folders of image networks.
        images: number of test images to use.
        out: page to write.
    """
    from gradatim.experiments.robustness import robustness

    found = robustness({str(run): run for run in runs}, n_images=images)
    show(found, out, "gradatim robustness RUN...")


def critique_(
    *parts: str,
    out: Path = Path("runs/critique"),
    seeds: int = 3,
    device: str = "auto",
    precision: Precision = "auto",
) -> None:
    """Repeat the experiments of chapter 9: explain, bias, energy, hallucination, robustness.

    Args:
        parts: some of them; all when none are named.
        out: folder of runs and pages.
        seeds: repetitions of each training.
        device: auto, cpu, cuda or mps.
        precision: auto, float32 or bfloat16, which is faster on CPUs with AMX and on GPUs.
    """
    from gradatim.cli.runs import _device
    from gradatim.experiments.chapter_9 import critique
    from gradatim.training import RuntimeOptions

    options = RuntimeOptions(device=_device(device), precision=precision)
    page = critique(parts, out, n_seeds=seeds, options=options)
    Console().print(f"Page: [bold]{page}[/]")


def show(findings: "Findings", out: Path, command: str) -> None:
    """Print the findings' tables and write their page."""
    console = Console()
    console.print(findings.lead)
    for title, header, rows in findings.tables:
        table = Table(*header, title=title, title_justify="left")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    console.print(f"Page: [bold]{findings.write(out, command)}[/]")


def beyond_(
    *parts: str,
    out: Path = Path("runs/beyond"),
    seeds: int = 5,
    device: str = "auto",
    precision: Precision = "auto",
) -> None:
    """Repeat the experiments of chapter 6: other data, few labels, medical images.

    Args:
        parts: mnist-to-usps, usps-to-mnist, fashion, cifar10, pneumonia, breast; all if none.
        out: folder of runs and pages.
        seeds: repetitions of each training.
        device: auto, cpu, cuda or mps.
        precision: auto, float32 or bfloat16, which is faster on CPUs with AMX and on GPUs.
    """
    from gradatim.cli.runs import _device
    from gradatim.experiments.chapter_6 import beyond
    from gradatim.training import RuntimeOptions

    options = RuntimeOptions(device=_device(device), precision=precision)
    for page in beyond(parts, out, n_seeds=seeds, options=options):
        Console().print(f"Page: [bold]{page}[/]")
