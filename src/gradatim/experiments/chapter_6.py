"""`gradatim beyond`: chapter 6 as experiments: an unseen data set, scarce data, medical images."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from rich.console import Console

from gradatim.data import load
from gradatim.errors import UserError, nearest
from gradatim.experiments.low_label_comparison import few_labels
from gradatim.experiments.medical_comparison import diagnose
from gradatim.experiments.sweep import ONCE, Cell, Findings, metric, points, run_cells, seconds
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.runs import open_run
from gradatim.recipes.vision.digit_frames import shrink
from gradatim.recipes.vision.domain_adaptation import adapt_batch_norm, features_of
from gradatim.stats import over_seeds
from gradatim.training import Run, RuntimeOptions

REPAIRS: dict[str, dict[str, Any]] = {
    "source only": {},
    "augmentation": {"stretch": 1.0},
    "deep CORAL": {"coral_weight": 1.0},
    "self-training": {"stretch": 1.0, "self_training_weight": 1.0},
    "crop to content": {"crop_to_content": True},
    "crop to content and self-training": {
        "crop_to_content": True,
        "stretch": 0.5,
        "self_training_weight": 1.0,
    },
}
LABELLED = (1, 5, 10, 20, 50, 100, 200)  # labels per class for fine-tuning
SHOWN = 400  # test images of each set in the plane
TUNING: dict[str, Any] = {
    "steps": 600, "learning_rate": 3e-3, "stretch": 1.0, "batch_size": 64, "evaluate_every": ONCE,
}  # fmt: skip


def beyond(
    parts: Sequence[str] = (),
    out: Path = Path("runs/beyond"),
    *,
    n_seeds: int = 5,
    options: RuntimeOptions | None = None,
) -> list[Path]:
    """Run the experiments of chapter 6; each writes a page.

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
    pages = []
    for part in parts or PARTS:
        begin = perf_counter()
        findings = PARTS[part](out, range(n_seeds), options)
        pages.append(findings.write(out / f"{part}.html", f"gradatim beyond {part}"))
        spent = perf_counter() - begin
        Console().print(f"[bold]{findings.title}[/] {findings.lead} [dim]({spent:.0f} s, {pages[-1]})[/]")  # fmt: skip  # noqa: E501
    return pages


def shift(recipe: str) -> Callable[[Path, Sequence[int], RuntimeOptions | None], Findings]:
    """Make the experiment of one direction."""

    def experiment(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
        folder = out / recipe
        cells = [Cell(label, recipe, {**changes, "evaluate_every": ONCE}) for label, changes in REPAIRS.items()]  # fmt: skip  # noqa: E501
        found = run_cells(cells, folder, seeds=seeds, options=options, title=recipe)
        rows = [
            [label, points(metric(runs, "accuracy")), points(metric(runs, "accuracy_source")), "0", f"{seconds(runs):.0f}"]  # noqa: E501
            for label, runs in found.items()
        ]  # fmt: skip
        adapted = [_adabn(run) for run in found["source only"]]
        rows.insert(1, ["AdaBN", points(over_seeds(adapted)), "–", "0", "0"])
        curve = []
        for n in LABELLED:
            tuned: list[Run] = []
            for seed, run in zip(seeds, found["source only"], strict=True):
                changes = {"labels_per_class": n, "init_from": str(run.folder), **TUNING}
                cell = Cell(f"tuned on {n}", recipe, changes)
                tuned += run_cells([cell], folder, seeds=[seed], options=options, title=cell.label)[cell.label]  # fmt: skip  # noqa: E501
            curve.append(metric(tuned, "accuracy"))
            rows.append([f"fine-tuned, {n} per class", points(curve[-1]), "–", str(10 * n), f"{seconds(tuned):.0f}"])  # fmt: skip  # noqa: E501
        header = ("method", "target (%)", "source (%)", "target labels", "seconds per run")
        source, target = recipe.split("-to-")
        names = [source.upper(), target.upper()]
        best = metric(found["self-training"], "accuracy")
        plain = metric(found["source only"], "accuracy")
        enough = [n for n, c in zip(LABELLED, curve, strict=True) if c.value >= best.value]
        lead = (
            f"Trained on {names[0]}, tested on {names[1]}: {points(plain)} %. Self-training "
            f"without any label of the target reaches {points(best)} %; fine-tuning needs "
            + (f"{enough[0]} labels per class for that." if enough else f"more than {LABELLED[-1]} labels per class for that.")  # noqa: E501
        )  # fmt: skip
        series: charts.Series = {
            "fine-tuned": (LABELLED, curve),
            "self-training, no labels": (LABELLED, [best] * len(LABELLED)),
            "source only": (LABELLED, [plain] * len(LABELLED)),
        }
        planes = {label: _plane(found[label][0], source, target) for label in ("source only", "self-training")}  # fmt: skip  # noqa: E501
        lines = charts.lines(series, x="labels per class", y="accuracy on the target (%)", log_x=True)  # fmt: skip  # noqa: E501
        sections = [
            Section(title="The methods", body=(paragraph(SHIFT), html_table(header, rows), figure(lines))),  # noqa: E501
            Section(title="Both data sets in one plane", body=(paragraph(PLANE), figure(charts.point_clouds(planes, names)))),  # noqa: E501
        ]  # fmt: skip
        return Findings(title=f"From {names[0]} to {names[1]}", lead=lead, tables=[(recipe, header, rows)], sections=sections)  # fmt: skip  # noqa: E501

    return experiment


def _adabn(run: Run) -> float:
    """Accuracy on the target with the target's statistics in batch norm."""
    recipe, model, _, _ = open_run(run.folder)
    adapt_batch_norm(model, shrink(load(recipe.target, "train")))  # type: ignore[attr-defined]
    test = load(recipe.target, "test")  # type: ignore[attr-defined]
    with torch.no_grad():
        answers = torch.cat([model(part).argmax(1) for part in shrink(test).split(1000)])
    return (answers == test.labels).float().mean().item()


@torch.no_grad()
def _plane(run: Run, source: str, target: str) -> tuple[np.ndarray, np.ndarray]:
    """Features of both test sets in one plane, neighbours beside each other (t-SNE)."""
    from sklearn.manifold import TSNE

    recipe, model, _, _ = open_run(run.folder)
    parts = []
    for name in (source, target):
        if recipe.self_training_weight:  # type: ignore[attr-defined]
            adapt_batch_norm(model, shrink(load(name, "train"))[:2000])
        parts.append(features_of(model, shrink(load(name, "test"))[:SHOWN]))
    plane = TSNE(init="pca", random_state=0).fit_transform(torch.cat(parts).numpy())
    return plane, np.repeat([0, 1], [len(p) for p in parts])


PARTS: dict[str, Callable[[Path, Sequence[int], RuntimeOptions | None], Findings]] = {
    "mnist-to-usps": shift("mnist-to-usps"),
    "usps-to-mnist": shift("usps-to-mnist"),
    "fashion": partial(few_labels, "fashion"),
    "cifar10": partial(few_labels, "cifar10"),
    "pneumonia": partial(diagnose, "pneumonia"),
    "breast": partial(diagnose, "breast"),
}

SHIFT = (
    "Accuracy in percent with 95 % intervals over the seeds. The first rows use no label of the "
    "target; AdaBN does not even train, and cropping to content needs no training either: it cuts "
    "the margins of both data sets away. Where the methods fail: deep CORAL makes the features' "
    "covariances equal, not the classes'; self-training helps only if most pseudo-labels are "
    "right, and otherwise reinforces mistakes."
)
PLANE = (
    "Features before the last layer, laid out so that neighbours stay neighbours (t-SNE, van der "
    "Maaten and Hinton 2008). Before, many images of the target lie between the clusters of the "
    "digits, where the last layer has learned nothing; after, they lie in them."
)
