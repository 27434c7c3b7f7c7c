"""`gradatim beyond`: chapter 6 as experiments: an unseen data set, scarce data, medical images."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.manifold import TSNE

from gradatim.data import load
from gradatim.experiments.low_label_comparison import compare_low_label
from gradatim.experiments.medical_comparison import compare_medical
from gradatim.experiments.study import ResultTable, Study, StudyResult, percent, run_studies
from gradatim.experiments.sweep import (
    Condition,
    metric,
    run_condition,
    run_conditions,
    seconds,
)
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.runs import open_run
from gradatim.recipes.vision.digit_frames import shrink
from gradatim.recipes.vision.domain_adaptation import (
    DomainAdaptation,
    adapt_batch_norm,
    features_of,
)
from gradatim.stats import Interval, fraction_over_seeds
from gradatim.training import Run, RuntimeOptions

METHODS: dict[str, dict[str, Any]] = {
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
LABELS_PER_CLASS = (1, 5, 10, 20, 50, 100, 200)  # for fine-tuning
N_PLOTTED = 400  # test images of each data set in the plane
FINE_TUNING: dict[str, Any] = {
    "steps": 600,
    "learning_rate": 3e-3,
    "stretch": 1.0,
    "batch_size": 64,
}


def beyond(
    parts: Sequence[str] = (),
    out: Path = Path("runs/beyond"),
    *,
    n_seeds: int = 5,
    options: RuntimeOptions | None = None,
) -> list[Path]:
    """Run the experiments of chapter 6; each writes a page.

    Args:
        parts: some of `PARTS`; all of them when none are given.
        out: folder of the runs and pages.
        n_seeds: repetitions of each training.
        options: where to compute.

    Raises:
        UserError: no such part, or no seeds.
    """
    command = "gradatim beyond"
    done = run_studies(PARTS, parts, out, n_seeds=n_seeds, options=options, command=command)
    return [study.page for study in done]


def adapt_domain(
    recipe: str, out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> StudyResult:
    """Compare methods of domain adaptation in one direction.

    Args:
        recipe: mnist-to-usps or usps-to-mnist.
        out: folder of the runs.
        seeds: one run of each method each.
        options: where to compute.
    """
    folder = out / recipe
    conditions = [Condition(label, recipe, changes) for label, changes in METHODS.items()]
    found = run_conditions(conditions, folder, seeds=seeds, options=options, title=recipe)
    rows = [
        [
            label,
            percent(metric(runs, "accuracy")),
            percent(metric(runs, "accuracy_source")),
            "0",
            f"{seconds(runs):.0f}",
        ]
        for label, runs in found.items()
    ]
    # Not a condition of its own: the networks of the first row, with other statistics.
    adapted = fraction_over_seeds([_with_adabn(run) for run in found["source only"]])
    rows.insert(1, ["AdaBN", percent(adapted), "–", "0", "0"])

    curve = []
    for n in LABELS_PER_CLASS:
        tuned = _fine_tune(found["source only"], n, recipe, folder, seeds, options)
        curve.append(metric(tuned, "accuracy"))
        label = f"fine-tuned, {n} per class"
        rows.append([label, percent(curve[-1]), "–", str(10 * n), f"{seconds(tuned):.0f}"])

    source, target = recipe.split("-to-")
    names = [source.upper(), target.upper()]
    header = ("method", f"{names[1]} (%)", f"{names[0]} (%)", "target labels", "seconds per run")
    plain, best = (metric(found[k], "accuracy") for k in ("source only", "self-training"))
    return StudyResult(
        title=f"From {names[0]} to {names[1]}",
        lead=_lead(names, plain, best, curve),
        tables=[ResultTable(recipe, header, rows)],
        sections=[
            Section(
                title="Methods",
                body=(
                    paragraph(METHODS_TEXT),
                    html_table(header, rows),
                    figure(_against_labels(plain, best, curve)),
                ),
            ),
            Section(
                title="Both data sets in one plane",
                body=(paragraph(PLANE_TEXT), figure(_planes(found, source, target, names))),
            ),
        ],
    )


def _fine_tune(
    sources: Sequence[Run],
    n: int,
    recipe: str,
    folder: Path,
    seeds: Sequence[int],
    options: RuntimeOptions | None,
) -> list[Run]:
    """Fine-tune the network of each seed on n labeled images per class of the target."""
    # Seed by seed: each starts from the network of its own seed, so that the runs stay independent.
    tuned: list[Run] = []
    for seed, run in zip(seeds, sources, strict=True):
        changes = {"labels_per_class": n, "init_from": str(run.folder), **FINE_TUNING}
        condition = Condition(f"fine-tuned on {n}", recipe, changes)
        tuned += run_condition(condition, folder, seeds=[seed], options=options)
    return tuned


def _lead(names: Sequence[str], plain: Interval, best: Interval, curve: Sequence[Interval]) -> str:
    # How many labels is self-training worth? The first number with which fine-tuning is as good.
    pairs = zip(LABELS_PER_CLASS, curve, strict=True)
    enough = next((n for n, tuned in pairs if tuned.value >= best.value), None)
    needed = f"more than {LABELS_PER_CLASS[-1]}" if enough is None else str(enough)
    return (
        f"Trained on {names[0]}, tested on {names[1]}: {percent(plain)} %. Self-training without "
        f"a label of the target reaches {percent(best)} %; fine-tuning needs {needed} labeled "
        "images per class for that."
    )


def _against_labels(plain: Interval, best: Interval, curve: Sequence[Interval]) -> str:
    n = len(LABELS_PER_CLASS)
    return charts.lines(
        {
            "fine-tuned": (LABELS_PER_CLASS, curve),
            "self-training, no labels": (LABELS_PER_CLASS, [best] * n),
            "source only": (LABELS_PER_CLASS, [plain] * n),
        },
        x="labeled images per class",
        y="accuracy on the target (%)",
        log_x=True,
    )


def _with_adabn(run: Run) -> float:
    """Accuracy on the target with the target's statistics in batch norm (Li et al. 2016)."""
    recipe, model, _, _ = open_run(run.folder)
    assert isinstance(recipe, DomainAdaptation)
    adapt_batch_norm(model, shrink(load(recipe.target, "train")))
    test = load(recipe.target, "test")
    with torch.no_grad():
        answers = torch.cat([model(part).argmax(1) for part in shrink(test).split(1000)])
    return (answers == test.labels).float().mean().item()


def _planes(
    found: Mapping[str, Sequence[Run]], source: str, target: str, names: Sequence[str]
) -> str:
    labels = ("source only", "self-training")
    planes = {label: _plane(found[label][0], source, target) for label in labels}
    return charts.point_clouds(planes, names)


@torch.no_grad()
def _plane(run: Run, source: str, target: str) -> tuple[np.ndarray, np.ndarray]:
    """Features of both test sets in the plane (t-SNE): places (N, 2), and whose they are (N,)."""
    recipe, model, _, _ = open_run(run.folder)
    assert isinstance(recipe, DomainAdaptation)
    parts = []
    for name in (source, target):
        if recipe.self_training_weight:  # trained with statistics of its own for each data set
            adapt_batch_norm(model, shrink(load(name, "train"))[:2000])
        parts.append(features_of(model, shrink(load(name, "test"))[:N_PLOTTED]))
    # Both sets in one fit: places of two fits could not be compared.
    plane = TSNE(init="pca", random_state=0).fit_transform(torch.cat(parts).numpy())
    return plane, np.repeat([0, 1], [len(p) for p in parts])


PARTS: dict[str, Study] = {
    "mnist-to-usps": partial(adapt_domain, "mnist-to-usps"),
    "usps-to-mnist": partial(adapt_domain, "usps-to-mnist"),
    "fashion": partial(compare_low_label, "fashion"),
    "cifar10": partial(compare_low_label, "cifar10"),
    "pneumonia": partial(compare_medical, "pneumonia"),
    "breast": partial(compare_medical, "breast"),
}

METHODS_TEXT = (
    "Accuracy in percent with 95 % intervals over the seeds. The methods above the fine-tuned ones "
    "use no label of the target. AdaBN and cropping to content need no further training. Where "
    "they fail: deep CORAL makes the covariances of the features equal, not the classes; "
    "self-training helps only if most pseudo-labels are right, otherwise it reinforces mistakes."
)
PLANE_TEXT = (
    "Features before the last layer, placed so that neighbors stay neighbors (t-SNE, van der "
    "Maaten and Hinton 2008). Without adaptation many images of the target lie between the "
    "clusters of the digits, where there was no training image; with self-training they lie on "
    "them."
)
