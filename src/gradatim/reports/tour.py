"""The page of the tour: its runs side by side, and a section for every kind of model."""

import json
import shlex
from pathlib import Path

from rich.console import Console

from gradatim.insight.html import page as html
from gradatim.insight.html.figures import learning_curves
from gradatim.insight.html.page import Section
from gradatim.printing import escaped, print_table
from gradatim.recipes.runs import reopen
from gradatim.recipes.vision.classification import ImageClassification
from gradatim.reports.images import predict_test_set, tour_sections
from gradatim.reports.run_report import CURVES_TEXT, results, sections_of
from gradatim.training import Run
from gradatim.training.progress import format_number

# The metric in the table, the first that a run has, and what it is called there.
MAIN_METRICS = {
    "accuracy": "accuracy",
    "exact_match": "exact match",
    "top1": "masked word",
    "perplexity": "perplexity",
}


def write_tour(runs: dict[str, Run], ideas: dict[str, str], command: str, out: Path) -> Path:
    """Print the table of a tour, and write its page, with the table as data beside it.

    Args:
        runs: a finished run for the title of each step, in order.
        ideas: what each step adds to the one before, by the same titles.
        command: that makes the tour again.
        out: folder to write report.html into.
    """
    header, rows = _table(runs)
    note = _energy_note(runs)
    Console(emoji=False).print(print_table(header, rows))
    Console(emoji=False, stderr=True, highlight=False).print(f"[dim]{note}")
    results_section = Section(
        title="Results",
        body=[
            html.table(header, rows),
            html.definitions(list(ideas.items())),
            html.paragraph(note),
        ],
    )
    first, last = next(iter(runs)), list(runs)[-1]
    footer = (
        f"Made by `{command}`. Every run is a folder beside this page; "
        f"`gradatim report {shlex.quote(str(runs[last].folder))}` shows more of one."
    )
    title = f"From the {first} to {last if last.isupper() else f'the {last}'}"
    page = html.page(title, _lead(runs), [results_section, *_sections(runs, ideas)], footer)
    path = html.write(out / "report.html", page)
    table = {"header": header, "rows": rows}
    data = json.dumps({"command": command, "tables": {"results": table}}, indent=1)
    path.with_suffix(".json").write_text(data + "\n", "utf-8")
    Console(emoji=False, highlight=False).print(f"Page: [bold]{escaped(path)}[/]")
    return path


def _is_on_images(run: Run) -> bool:
    return isinstance(reopen(run), ImageClassification)


def _sections(runs: dict[str, Run], ideas: dict[str, str]) -> list[Section]:
    """Images are compared on one scale; every other step has a section of its own."""
    images = {title: run for title, run in runs.items() if _is_on_images(run)}
    sections = []
    if images:
        curves = html.figure(learning_curves(images, against="seconds"))
        body = [html.paragraph(CURVES_TEXT), curves]
        sections.append(Section(title="Learning curves", body=body))
        networks = [predict_test_set(name, run.folder) for name, run in images.items()]
        sections += tour_sections(networks)
    for title, run in runs.items():
        if title not in images:
            curves = html.figure(learning_curves({title: run}))
            sections.append(Section(title=title, body=[html.paragraph(ideas[title]), curves]))
            sections += sections_of(run)
    return sections


def _table(runs: dict[str, Run]) -> tuple[list[str], list[list[str]]]:
    """One row per step; each task has another metric, so one column says it in words."""
    header, rows = results(runs)
    table = []
    for (name, parameters, *_, seconds, energy), run in zip(rows, runs.values(), strict=True):
        metrics = run.summary()["metrics"]
        metric = next((m for m in MAIN_METRICS if m in metrics), "loss")
        result = f"{MAIN_METRICS.get(metric, metric)} {format_number(metric, metrics[metric])}"
        table.append([name, parameters, result, seconds, energy])
    return [header[0], "parameters", "result on test data", *header[-2:]], table


def _lead(runs: dict[str, Run]) -> str:
    seconds = sum(run.summary()["seconds"] for run in runs.values())
    scores = [
        f"{title} {100 * run.summary()['metrics']['accuracy']:.1f} %"
        for title, run in runs.items()
        if _is_on_images(run)
    ]
    return (
        f"Accuracy on unseen images: {', '.join(scores)}. {seconds:.0f} seconds of training in all."
    )


def _energy_note(runs: dict[str, Run]) -> str:
    """How times and energies are known."""
    sources = {run.summary()["energy"]["source"] for run in runs.values()}
    return f"Times are of training, without evaluation. Energy: {'; '.join(sorted(sources))}."
