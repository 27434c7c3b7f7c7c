"""Reports of runs: one page per run, and one that compares several."""

import csv
import io
import shlex
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.table import Table

from gradatim.errors import UserError
from gradatim.insight.html import page as html
from gradatim.insight.html.charts import lines
from gradatim.insight.html.figures import has_curves, learning_curves
from gradatim.insight.html.page import Section
from gradatim.printing import escape_invisible, escaped, print_table
from gradatim.recipes.repeat import given_options, train_command
from gradatim.recipes.runs import reopen
from gradatim.reports.live_views import live_view, name_of
from gradatim.reports.pyrat import WINS, evaluation_sections, evaluation_summary, has_matches
from gradatim.stats import Interval
from gradatim.training import Run
from gradatim.training.progress import format_number
from gradatim.typed import parse_json

CURVES_TEXT = (
    "Thick lines were measured on data that was not trained on: validation data during the run, "
    "the test data at its end. Thin lines are training batches. "
    "Scales are logarithmic where that makes more visible."
)
DATA_CURVE_TEXT = (
    "The same training on parts of the training examples, measured on the validation examples: "
    "where the curve still rises at its end, more examples will help; where it is flat, better "
    "ones, or another network."
)
LIVE_TEXT = "A model like this one live, while `gradatim serve` runs in the folder of `runs`:"
SERVER = "http://127.0.0.1:8421/"  # as `gradatim serve` starts it
DEFAULTS_TEXT = "Every option has its default."
SAME_OPTIONS_TEXT = (
    "The runs have the same options, the seed included: only time and machine can differ."
)

# What is shown of a run besides its curves, by the class of its recipe or one that it inherits.
# By name, so that a report of images imports no language model.
SECTIONS = {
    "ImageClassification": "images:image_sections",
    "OwnTable": "own_tables:table_sections",
    "OwnSoundClassification": "own_sounds:sound_sections",
    "OwnTextClassifier": "own_texts:text_sections",
    "MaskedLanguageModel": "language:masked_sections",
    "LanguageModel": "language:language_sections",
    "Translation": "language:translation_sections",
    "TextToImage": "multimodal:drawing_sections",
    "SceneCaptioning": "multimodal:captioning_sections",
    "PyRatDream": "pyrat_dream:dream_sections",
}


def write_report(folder: Path | str) -> Path:
    """Write the report of a run into its folder.

    Args:
        folder: of the run; it may be unfinished, then the page shows it so far.

    Returns:
        The page, report.html.

    Raises:
        UserError: not a run folder, or nothing was measured yet.
    """
    run = Run.open(folder)
    if not run.metrics():
        raise UserError(f"{folder} has measured nothing yet: train it first.")
    name = run.config["recipe"]
    sections = [
        *_curves(name, run),
        *_data_curve(run),
        *evaluation_sections(run),
        *_sections_of_kind(run),
        Section(title="Options and versions", body=_options(run)),
        Section(title="Files", body=_files(run)),
    ]
    page = html.page(name, _lead(run), sections, _footer(run))
    return html.write(run.folder / "report.html", page)


def _curves(name: str, run: Run) -> list[Section]:
    """The learning curves of a run; a run that measured once or twice has none."""
    if not has_curves(run):
        return []
    body = [html.paragraph(CURVES_TEXT), html.figure(learning_curves({name: run}))]
    return [Section(title="Learning curves", body=body)]


def _data_curve(run: Run) -> list[Section]:
    """What more data would give, where `gradatim report --learning-curve` has measured it."""
    file = run.folder / "learning-curve.json"
    if not file.is_file():
        return []
    found = parse_json(file.read_bytes())
    metric, points = found["metric"].replace("_", " "), found["points"]
    values = [Interval(p["value"], p["low"], p["high"]) for p in points]
    parts = [p["fraction"] for p in points]
    is_fraction = metric == "accuracy"
    label = f"{metric} (%)" if is_fraction else metric
    x = "fraction of the training examples"
    series = {metric: (parts, values)}
    drawn = lines(series, x=x, y=label, log_x=True, percent=is_fraction)
    rows = [
        [f"{p:g}", f"{v:.1%}" if is_fraction else f"{v:.4g}"]
        for p, v in zip(parts, values, strict=True)
    ]
    text = f"{DATA_CURVE_TEXT} Mean of {found['seeds']} runs each."
    body = [
        html.paragraph(text),
        html.figure(drawn),
        html.table([x, f"{metric} [95 % interval]"], rows),
    ]
    return [Section(title="Would more data help?", body=body)]


def _options(run: Run) -> list[str]:
    """What was asked for, to be seen; all the rest, folded."""
    every = _settings(run)
    try:
        given = {k.replace("_", " "): _plain(v) for k, v in given_options(run).items()}
    except UserError:  # a recipe of another version
        given = {}
    shown = html.key_values(list(given.items())) if given else html.paragraph(DEFAULTS_TEXT)
    rest = [(name, value) for name, value in every.items() if name not in given]
    return [
        shown,
        html.folded(f"All other options and versions ({len(rest)})", html.key_values(rest)),
    ]


def _files(run: Run) -> list[str]:
    """What can be taken away: the measurements as a table, and the weights."""
    rows = run.metrics()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = io.StringIO()
    writer = csv.DictWriter(table, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    words = {"model.safetensors": "the weights", "summary.json": "the result"}
    files = [(name, text) for name, text in words.items() if (run.folder / name).is_file()]
    return [html.downloads(files, [("measurements.csv", table.getvalue())]), *_live(run)]


def _live(run: Run) -> list[str]:
    """A link to the view that shows such a model live, where there is one."""
    network = run.config["info"].get("network", "")
    view = live_view(run.config["recipe"], name_of(run.folder), network)
    return [html.paragraph(LIVE_TEXT), html.link(SERVER + view)] if view else []


def sections_of(run: Run) -> list[Section]:
    """What the kind of a run's recipe adds to its report; nothing for most kinds."""
    classes = type(reopen(run)).__mro__  # the most special first
    found = next((SECTIONS[kind.__name__] for kind in classes if kind.__name__ in SECTIONS), None)
    if found is None:
        return []
    return _of_module(found)(run.folder)


def _of_module(place: str) -> Callable[..., Any]:
    """A function of another report, as module:function."""
    module, function = place.split(":")
    # Each kind of run has a reader that brings its data and libraries; a report needs one of them.
    return getattr(import_module(f"gradatim.reports.{module}"), function)


def _footer(run: Run) -> str:
    try:
        return f"`{train_command(run)}` repeats this run."
    except UserError as error:  # a recipe of another version: its options have no meaning here
        return f"No command repeats this run: {error}"


def _sections_of_kind(run: Run) -> list[Section]:
    """See `sections_of`; where data or weights are missing, the page says so."""
    try:
        return sections_of(run)
    except UserError as error:
        return [Section(title="What could not be shown", body=[html.paragraph(str(error))])]


def _lead(run: Run) -> str:
    summary = run.summary()
    if not summary:
        rows = run.metrics()
        return f"Not finished: so far {rows[-1]['step']:,} steps in {rows[-1]['seconds']:.1f} s."
    metrics = [f"{k.replace('_', ' ')} {format_number(k, v)}" for k, v in _ordered(summary)]
    result = evaluation_summary(run) or (
        f"{', '.join(metrics).capitalize()} on data it was not trained on."
    )
    energy = f"{energy_of(summary)}, {summary['energy']['source']}"
    return (
        f"{result} {summary['parameters']:,} parameters, {seconds_of(summary)} of training on "
        f"{summary['device'].replace('cpu', 'the CPU')}. Energy: {energy}."
    )


def _ordered(summary: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The metrics of a run as they are read: the loss last; of matches, the games won."""
    metrics = summary.get("metrics", {})
    if has_matches(metrics):
        metrics = {k: v for k, v in metrics.items() if k == "loss" or WINS.fullmatch(k)}
    return sorted(metrics.items(), key=lambda item: item[0] == "loss")


def write_comparison(folders: Sequence[Path | str], out: Path | str) -> Table:
    """Compare runs: a table to print, and a page with their curves.

    Args:
        folders: of the runs.
        out: page to write.

    Returns:
        The table.

    Raises:
        UserError: fewer than two runs, or one of them is not a run folder.
    """
    named = short_names(folders)
    if len(named) < 2:
        once = f", and {folders[0]} is one" if folders else ""
        raise UserError(f"give at least two run folders{once}: gradatim compare RUN RUN...")
    runs = {name: Run.open(folder) for name, folder in named.items()}
    header, rows = results(runs)
    curves = [
        html.figure(learning_curves(runs, against=axis), f"Against {words}.")
        for axis, words in (("seconds", "the time of training"), ("epoch", "passes over the data"))
    ]
    said = [
        sentence
        for place in ("paired:different_tests", "paired:paired_sentences")
        for sentence in _of_module(place)(runs)
    ]
    sections = [
        Section(title="Results", body=[html.table(header, rows), *map(html.paragraph, said)]),
        Section(title="Learning curves", body=[html.paragraph(CURVES_TEXT), *curves]),
        Section(title="What differs", body=[_differences(runs)]),
    ]
    lead = f"{len(runs)} runs side by side: {', '.join(runs)}."
    command = shlex.join(["gradatim", "compare", *map(str, folders)])
    html.write(Path(out), html.page("Comparison", lead, sections, f"`{command}`"))
    table = print_table(*results(runs, common=True))  # a terminal is narrow; the page has all
    if said:
        table.caption, table.caption_justify = escaped("\n".join(said)), "left"
    return table


def short_names(folders: Sequence[Path | str]) -> dict[str, Path]:
    """Name every run by its folder, with parents where folders are called alike."""
    as_given: dict[Path, Path] = {}  # each run once
    for folder in folders:
        as_given.setdefault(Path(folder).resolve(), Path(folder))
    paths = list(as_given)
    last = [path.name for path in paths]
    names = [p.name if last.count(p.name) == 1 else f"{p.parent.name}/{p.name}" for p in paths]
    return dict(zip(map(escape_invisible, names), as_given.values(), strict=True))


def results(runs: Mapping[str, Run], *, common: bool = False) -> tuple[list[str], list[list[str]]]:
    """The table of several runs: parameters, metrics, seconds, energy.

    Args:
        runs: name to show -> run; one that is not finished shows dashes.
        common: only the metrics that all finished runs have, if there are any.

    Returns:
        The header, and a row per run.
    """
    summaries = {name: run.summary() for name, run in runs.items()}
    known = [metric for summary in summaries.values() for metric, _ in _ordered(summary)]
    metrics = list(dict.fromkeys(known))
    if common:
        finished = [summary["metrics"] for summary in summaries.values() if summary]
        metrics = [m for m in metrics if all(m in found for found in finished)] or metrics
    header = ["", "parameters", *[m.replace("_", " ") for m in metrics], "training", "energy"]
    rows = []
    for name, summary in summaries.items():
        if not summary:
            rows.append([name, *["–"] * (len(header) - 1)])
            continue
        found = summary["metrics"]
        values = [format_number(m, found[m]) if m in found else "–" for m in metrics]
        times = [seconds_of(summary), energy_of(summary)]
        rows.append([name, f"{summary['parameters']:,}", *values, *times])
    return header, rows


def seconds_of(summary: Mapping[str, Any]) -> str:
    """The training time of a run, in the unit that reads best."""
    seconds = summary["seconds"]
    if seconds < 100:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def energy_of(summary: Mapping[str, Any]) -> str:
    """The energy of a run, in joules or in kilowatt-hours."""
    joules, source = summary["energy"]["joules"], summary["energy"]["source"]
    about = "≈ " if source.startswith("estimated") else ""
    return about + (f"{joules:,.0f} J" if joules < 1e5 else f"{joules / 3.6e6:.3g} kWh")


def _settings(run: Run) -> dict[str, str]:
    """Recipe, options, device and versions of a run, in words."""
    summary = run.summary()
    where = {key: summary[key] for key in ("device", "threads", "precision") if key in summary}
    settings = {"recipe": run.config["recipe"]} | run.config["options"] | where
    settings |= run.config.get("versions", {})
    return {name.replace("_", " "): _plain(value) for name, value in settings.items()}


def _differences(runs: Mapping[str, Run]) -> str:
    """The options that are not the same in all runs."""
    columns = [_settings(run) for run in runs.values()]
    names = dict.fromkeys(name for column in columns for name in column)
    rows = [[name, *[column.get(name, "–") for column in columns]] for name in names]
    rows = [row for row in rows if len(set(row[1:])) > 1]
    return html.table(["", *runs], rows) if rows else html.paragraph(SAME_OPTIONS_TEXT)


def _plain(value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case list():
            return ", ".join(map(_plain, value)) or "none"
    return str(value)
