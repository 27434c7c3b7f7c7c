"""`gradatim tour, predict, compare, report, doctor`: commands that show something."""

from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table


def tour_(
    *,
    data: str = "digits",
    out: Path = Path("runs/tour"),
    seed: int = 0,
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto",
) -> None:
    """Walk through the lecture in three minutes: train its models, compare them, write a page.

    Args:
        data: digits (comes with the installation) or mnist.
        out: folder of the runs and of the page report.html.
        seed: of every run.
        device: auto, cpu, cuda or mps.
    """  # fmt: skip
    from gradatim.experiments.tour import tour
    from gradatim.reports.tour import write_tour
    from gradatim.training import RuntimeOptions

    done = tour(data, out, seed=seed, options=RuntimeOptions(device=device))
    if done:
        ideas = {step.title: step.idea for step in done.steps}
        write_tour(done.runs, ideas, done.command, out)


def predict_(run: Path, *files: Path) -> None:
    """Name what is in your own pictures, or the digits said in your own recordings.

    Args:
        run: the run folder of an image recipe, or of spoken-digits.
        files: picture files, or WAV files.
    """
    from gradatim.errors import UserError
    from gradatim.experiments.predict import listen, predict
    from gradatim.recipes.runs import reopen
    from gradatim.recipes.spoken_digits import SoundClassification
    from gradatim.training import Run

    if not files:
        raise UserError(f"give at least one picture: gradatim predict {run} FILE...")
    if isinstance(reopen(Run.open(run)), SoundClassification):
        answers = [(path, listen(run, path)[:3]) for path in files]
    else:
        answers = predict(run, files)
    table = Table("file", "most likely", "then", title=str(run), title_justify="left")
    for path, guesses in answers:
        first, *rest = [f"{name} {100 * share:.1f} %" for name, share in guesses]
        table.add_row(str(path), f"[bold]{first}", ", ".join(rest))
    Console().print(table)


def compare_(*runs: Path, out: Path = Path("compare.html")) -> None:
    """Compare runs: one table, and their curves on one page.

    Args:
        runs: run folders.
        out: page to write.
    """
    from gradatim.errors import UserError
    from gradatim.reports.run_report import compare

    if len(runs) < 2:
        raise UserError("give at least two run folders: gradatim compare RUN RUN...")
    Console().print(compare(runs, out))
    Console().print(f"Curves: [bold]{out}[/]")


def report_(run: Path) -> None:
    """Write the report of a run: curves, results, what the model has learned.

    Args:
        run: the run folder.
    """
    from gradatim.reports.run_report import report

    Console().print(f"Report: [bold]{report(run)}[/]")


def doctor_() -> None:
    """Check the installation: versions, devices, data, and what to fix."""
    from gradatim.cli.doctor import examine

    table = Table(
        "", "what", "finding", "what to do", title="gradatim doctor", title_justify="left"
    )
    mark = {"good": "[green]ok[/]", "note": "[yellow]note[/]", "bad": "[red]fix[/]"}
    for finding in examine():
        table.add_row(mark[finding.grade], finding.what, finding.text, finding.remedy)
    Console().print(table)
