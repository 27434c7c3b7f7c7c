"""`gradatim critique`: chapter 9 as experiments that one command repeats.

Hard to interpret, biased by data, hungry for energy, hallucinating, brittle: each sentence becomes
a measurement with its interval and a page of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console

from gradatim.errors import UserError, nearest
from gradatim.experiments.energy import energy
from gradatim.experiments.fairness_audit import audit, judge, selection_gap, with_group_thresholds
from gradatim.experiments.gender_word_bias import word_pairs
from gradatim.experiments.robustness import robustness
from gradatim.experiments.saliency_report import explain
from gradatim.experiments.sweep import Cell, Findings, metric, points, run_cells, seconds
from gradatim.insight.calibration import reliability
from gradatim.insight.html import charts
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.language.fact_recall import FactRecall, ask
from gradatim.recipes.runs import open_run
from gradatim.stats import over_seeds
from gradatim.training import Run, RuntimeOptions

MODELS = {
    "Perceptron": Cell("perceptron", "digits-perceptron"),
    "MLP": Cell("mlp", "digits-mlp"),
    "ConvNet": Cell("convnet", "digits-convnet"),
    "ResNet": Cell("resnet", "digits-resnet"),
}
EXPLAINED = Cell("mnist-convnet", "mnist-convnet", {"epochs": 1.0})
WIDE = {"hidden": (1024, 1024)}
BILLS = (
    Cell("MLP, 16", "digits-mlp", {"hidden": (16,)}),
    Cell("MLP, 64", "digits-mlp", {"hidden": (64,)}),
    Cell("MLP, 2 x 1024", "digits-mlp", WIDE),
    Cell("MLP, 2 x 1024, stopped early", "digits-mlp", {**WIDE, "patience": 3}),
)
SHORT = Cell("MLP, 2 x 1024, bfloat16", "digits-mlp", WIDE)
ADULT = (
    Cell("baseline", "adult-mlp"),
    Cell("without sex", "adult-mlp", {"without": ("sex",)}),
    Cell("reweighing", "adult-mlp", {"repair": "reweigh"}),
    Cell("penalty", "adult-mlp", {"repair": "penalty"}),
)
COLOURED = (
    Cell("baseline", "colored-digits", {"images": 5000}),
    Cell("reweighing groups", "colored-digits", {"images": 5000, "repair": "reweigh"}),
    Cell("group DRO", "colored-digits", {"images": 5000, "repair": "group-dro"}),
)
PEOPLE = {"people": 100, "unseen_people": 100, "steps": 600}
FACTS = (
    Cell("facts only", "facts-gpt", PEOPLE),
    Cell("50 refusals", "facts-gpt", {**PEOPLE, "refusals": 50}),
    Cell("200 refusals", "facts-gpt", {**PEOPLE, "refusals": 200}),
)


def critique(
    parts: Sequence[str] = (),
    out: Path = Path("runs/critique"),
    *,
    n_seeds: int = 3,
    options: RuntimeOptions | None = None,
) -> Path:
    """Run the experiments of chapter 9 and write a page that leads to each.

    Args:
        parts: some of `PARTS`; all of them when none are named.
        out: folder of the runs and pages.
        n_seeds: repetitions of each training.
        options: where to compute.

    Raises:
        UserError: no such part, or no seeds.
    """
    for part in parts:
        if part not in PARTS:
            raise UserError(f"there is no experiment {part!r}: {nearest(part, PARTS)}")
    if n_seeds < 1:
        raise UserError(f"{n_seeds} seeds: give at least 1.")
    rows, begin = [], perf_counter()
    for part in parts or PARTS:
        start = perf_counter()
        findings = PARTS[part](out, range(n_seeds), options)
        page = out / f"{part}.html"
        if findings.sections:
            findings.write(page, f"gradatim critique {part}")
        spent = perf_counter() - start
        Console().print(f"[bold]{findings.title}[/] {findings.lead} [dim]({spent:.0f} s, {page})[/]")  # fmt: skip  # noqa: E501
        rows.append([findings.title, findings.lead, page.name, f"{spent:.0f} s"])
    total = perf_counter() - begin
    sections = [
        Section(title=title, body=(paragraph(lead), f'<p><a href="{page}">{page}</a></p>'))
        for title, lead, page, _ in rows
    ]
    index = html.page(
        "The critique, measured",
        f"{len(rows)} experiments with {n_seeds} seeds each, {total / 60:.1f} minutes.",
        sections,
        "`gradatim critique` measures this again; runs that are finished are used again.",
    )
    return html.write(out / "index.html", index)


def interpretability(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
    """Explain a convolutional network, with the checks of its maps."""
    run = run_cells([EXPLAINED], out / "explain", options=options, title="explain")["mnist-convnet"][0]  # fmt: skip  # noqa: E501
    page = explain(run.folder, (), out / "explain.html")
    return Findings(
        title="Can one look inside?",
        lead=f"Four heat maps of a convolutional network, and two checks of each: {page.name}.",
    )


def bias(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
    """Incomes by sex with three mitigations, colour shortcuts with two, professions in text."""
    adult = run_cells(ADULT, out / "adult", seeds=seeds, options=options, title="adult-mlp")
    coloured = run_cells(COLOURED, out / "coloured", seeds=seeds, options=options, title="colored-digits")  # fmt: skip  # noqa: E501
    bert = run_cells(
        [Cell("words", "docs-bert")], out / "words", options=options, title="docs-bert"
    )
    header = ("census", "accuracy", "selection-rate gap", "recall gap", "equalized-odds gap")
    rows = [
        [
            label,
            points(metric(runs, "accuracy")),
            points(metric(runs, "demographic_parity")),
            points(metric(runs, "equal_opportunity")),
            points(metric(runs, "equalized_odds")),
        ]
        for label, runs in adult.items()
    ]
    moved = [_thresholds(run) for run in adult["baseline"]]
    accuracy, gap = (over_seeds(values) for values in zip(*moved, strict=True))
    rows.append(["one threshold per group", points(accuracy), points(gap), "–", "–"])
    colour_header = ("coloured digits", "colours as in training", "reversed colours", "worst group")
    measured = ("accuracy_same_colours", "accuracy", "worst_group")
    colour_rows = [
        [label, *(points(metric(runs, name)) for name in measured)]
        for label, runs in coloured.items()
    ]
    groups = audit(adult["baseline"][0].folder)
    words = word_pairs(str(bert["words"][0].folder))
    plain, repaired = (metric(coloured[c.label], "accuracy") for c in (COLOURED[0], COLOURED[2]))
    lead = (
        f"{groups.lead} Of digits with reversed colours the network gets {100 * plain.value:.0f} % "
        f"right, {100 * repaired.value:.0f} % after group DRO."
    )
    mitigations = (paragraph(MITIGATIONS), html_table(header, rows))
    colours = (paragraph(COLOUR), html_table(colour_header, colour_rows))
    sections = [
        Section(title="Mitigations and their cost", body=mitigations),
        *groups.sections,
        Section(title="Colour instead of shape", body=colours),
        Section(title=words.title, body=(paragraph(words.lead), *words.sections[0].body)),
    ]
    tables = [("Mitigations", header, rows), ("Colours", colour_header, colour_rows)]
    return Findings(title="Is it biased?", lead=lead, tables=tables, sections=sections)


def _thresholds(run: Run) -> tuple[float, float]:
    verdict = judge(run.folder)
    group = verdict.test.groups(verdict.recipe.attribute)
    return selection_gap(verdict, with_group_thresholds(verdict, group), verdict.recipe.attribute)


def bill(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
    """Accuracy and energy of four models, of widths, early stopping and precision."""
    trained = run_cells(list(MODELS.values()), out / "models", options=options, title="models")
    options = replace(options or RuntimeOptions(), precision="float32")
    found = run_cells(BILLS, out / "energy", options=options, title="widths")
    options = replace(options, precision="bfloat16")
    found |= run_cells([SHORT], out / "energy", options=options, title="precision")
    runs = {name: trained[cell.label][0].folder for name, cell in MODELS.items()}
    return energy(runs | {label: runs[0].folder for label, runs in found.items()})


def hallucination(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
    """Ask a small GPT about unseen people; abstain by a threshold, or train to refuse."""
    found = run_cells(FACTS, out / "facts", seeds=seeds, options=options, title="facts-gpt")
    names = ("accuracy", "confident_falsehoods", "refused_unseen", "refused_known", "calibration_error")  # fmt: skip  # noqa: E501
    header = ("training", *(n.replace("_", " ") for n in names), "seconds per run")
    rows = [
        [label, *(points(metric(runs, n)) for n in names), f"{seconds(runs):.0f}"]
        for label, runs in found.items()
    ]
    trade, trust = {}, {}
    thresholds = np.linspace(0, 1, 41)
    for label, runs in found.items():
        per_run = [_threshold_curve(run, thresholds) for run in runs]
        kept, lied, bins = zip(*per_run, strict=True)
        lies = [over_seeds(v) for v in np.array(lied).T]
        trade[label] = (np.array(kept).mean(0), lies)
        if bins[0] is not None:  # a model that only refuses has no confidence to judge
            there = bins[0].fraction > 0
            trust[label] = (bins[0].confidence[there], bins[0].accuracy[there])
    plot = charts.lines(trade, x="fraction of known facts answered", y="unseen, false answers (%)")
    calibrated = charts.lines(trust, x="confidence of an answer", y="true (%)", diagonal=True, width=6.2)  # fmt: skip  # noqa: E501
    plain, taught = (metric(found[c.label], "confident_falsehoods") for c in (FACTS[0], FACTS[-1]))
    lead = (
        f"Asked about unseen people, the model answers {100 * plain.value:.0f} % falsely with "
        f"confidence; after training with refusals {100 * taught.value:.0f} %."
    )
    said = (paragraph(UNSEEN), html_table(header, rows))
    refused = (paragraph(THRESHOLD), figure(plot), figure(calibrated))
    sections = [
        Section(title="Answers about unseen people", body=said),
        Section(title="Abstain below a threshold?", body=refused),
    ]
    tables = [("Facts", header, rows)]
    title = "Does it hallucinate?"
    return Findings(title=title, lead=lead, tables=tables, sections=sections)


def _threshold_curve(run: Run, thresholds: np.ndarray) -> tuple:
    """Known facts told, false answers on unseen people at each threshold, calibration over both."""
    from gradatim.data.language.synthetic_facts import encode

    recipe, model, _, _ = open_run(run.folder)
    assert isinstance(recipe, FactRecall)
    world = recipe.world()
    known, strange = (ask(model, *encode(facts, world)) for facts in (world.known, world.unseen))
    kept = [float((known.told(t) & known.right).mean()) for t in thresholds]
    lied = [float((strange.told(t) & ~strange.right).mean()) for t in thresholds]
    confidence = np.concatenate([a.confidence[a.told(0.0)] for a in (known, strange)])
    right = np.concatenate([a.right[a.told(0.0)] for a in (known, strange)])
    return kept, lied, reliability(confidence, right, 10) if len(right) else None


def brittleness(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
    """Corrupt and attack the test images of four networks."""
    found = run_cells(list(MODELS.values()), out / "models", options=options, title="models")
    return robustness({name: found[cell.label][0].folder for name, cell in MODELS.items()}, n_images=360)  # fmt: skip  # noqa: E501


PARTS: dict[str, Callable[[Path, Sequence[int], RuntimeOptions | None], Findings]] = {
    "explain": interpretability,
    "bias": bias,
    "energy": bill,
    "hallucination": hallucination,
    "robustness": brittleness,
}

MITIGATIONS = (
    "Each row is trained anew with every seed; percentage points with 95 % intervals over the "
    "seeds. Leaving the column out changes little, because other columns predict it. Reweighing "
    "makes label and sex independent in training; the penalty pulls the groups' mean scores "
    "together; one threshold per group changes the decisions afterwards and needs everybody's sex."
)
COLOUR = (
    "In training 99 % of the small digits are red and of the large ones green; in the second test "
    "it is reversed. Both methods need the colour of each training image: if nobody recorded the "
    "shortcut, they cannot be used."
)
UNSEEN = (
    "The model has memorised three facts about each of 100 fictional people and is asked about 100 "
    "unseen ones with similar names. A false answer counts as confident from a probability of 0.5. "
    "Nothing in training rewards “I do not know”, unless refusals are part of it."
)
THRESHOLD = (
    "To the left the model always abstains, to the right it answers all it knows. A threshold "
    "helps only as far as confidence differs between known and unseen; refusals in training make "
    "that difference. Where it fails: it learns to refuse what resembles the refused examples."
)
